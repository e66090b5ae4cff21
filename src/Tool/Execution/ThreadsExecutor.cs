namespace Partime.Tool.Execution;

/// <summary>Threads of our own, each in the claim loop: no scheduler between the work and the operating system.</summary>
[Executor("threads", "W dedicated threads.")]
internal sealed class ThreadsExecutor : IExecutor
{
    /// <summary>As a thread's stack size: what the system gives.</summary>
    private const long SystemsOwn = 0;

    // With less than the least, a thread may not get as far as its first task; the greatest fits into the int that threads take.
    [Option("stack-size", "The stack of each thread, for deep recursion; without it what the system gives.", Min = "128KiB", Max = "1GiB")]
    public ByteSize? StackSize { get; set; }

    public ValueTask<IWorkerPool> StartAsync(PoolRequest request, CancellationToken cancellationToken) =>
        new(new Pool(request.Workers, (int)(StackSize?.Bytes ?? SystemsOwn)));

    /// <summary>The threads and their employer meet twice for each run, at its beginning and at its end, and once more to part.</summary>
    private sealed class Pool : IWorkerPool
    {
        private readonly Thread[] threads;
        private readonly Barrier meeting;
        private ITaskBoard? board;
        private CancellationToken cancellation;
        private Exception? fault;

        public Pool(int workers, int stackSize)
        {
            meeting = new Barrier(workers + 1);
            threads = new Thread[workers];
            for (var worker = 0; worker < workers; worker++)
                Start(worker, stackSize);
        }

        private void Start(int worker, int stackSize)
        {
            try
            {
                threads[worker] = new Thread(() => Work(worker), stackSize) { IsBackground = true, Name = $"worker {worker}" };
                threads[worker].Start();
            }
            catch (Exception exception)
            {
                // No more threads are to be had. Those that started wait for a board: send them home.
                meeting.RemoveParticipants(threads.Length - worker);
                meeting.SignalAndWait();
                throw new InvalidOperationException($"Only {worker} of {threads.Length} threads could be started: ask for fewer workers.", exception);
            }
        }

        public ValueTask RunAsync(ITaskBoard board, CancellationToken cancellationToken)
        {
            this.board = board;
            cancellation = cancellationToken;
            meeting.SignalAndWait(CancellationToken.None);
            meeting.SignalAndWait(CancellationToken.None);
            return fault is null ? ValueTask.CompletedTask : ValueTask.FromException(fault);
        }

        public ValueTask DisposeAsync()
        {
            board = null;
            meeting.SignalAndWait();
            foreach (var thread in threads)
                thread.Join();
            meeting.Dispose();
            return ValueTask.CompletedTask;
        }

        private void Work(int worker)
        {
            while (true)
            {
                meeting.SignalAndWait();
                if (board is null)
                    return;
                try
                {
                    board.Drain(worker, cancellation);
                }
                catch (Exception exception)
                {
                    // Only a defect of the board gets here; it must fail the run, not the process.
                    fault = exception;
                }
                meeting.SignalAndWait();
            }
        }
    }
}
