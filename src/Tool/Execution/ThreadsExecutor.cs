namespace Partime.Tool.Execution;

/// <summary>Dedicated threads, each in the claim loop: there is no scheduler between the work and the operating system.</summary>
[Executor("threads", "W dedicated threads.")]
internal sealed class ThreadsExecutor : IExecutor
{
    /// <summary>As a thread's stack size: the system's default.</summary>
    private const long SystemDefault = 0;

    // With a smaller stack, a thread may not get to its first task. The maximum fits into the int that threads take.
    [Option("stack-size", "The stack size of each thread, for deep recursion; the system's by default.", Min = "128KiB", Max = "1GiB")]
    public ByteSize? StackSize { get; set; }

    public ValueTask<IWorkerPool> StartAsync(PoolRequest request, CancellationToken cancellationToken) =>
        new(new Pool(request.Workers, (int)(StackSize?.Bytes ?? SystemDefault)));

    /// <summary>The threads and their caller meet at the barrier twice per run, at its beginning and at its end, and once more when the
    /// pool is disposed of.</summary>
    private sealed class Pool : IThreadedPool
    {
        private readonly Thread[] threads;
        private readonly Barrier barrier;
        private ITaskBoard? board;
        private CancellationToken cancellation;
        private Exception? fault;
        private long waitTicks;

        public Pool(int workers, int stackSize)
        {
            barrier = new Barrier(workers + 1);
            threads = new Thread[workers];
            for (var worker = 0; worker < workers; worker++)
                Start(worker, stackSize);
        }

        public TimeSpan? CpuWait => RunQueue.WaitOfThisThread() is null ? null : TimeSpan.FromTicks(Math.Max(0, waitTicks));

        private void Start(int worker, int stackSize)
        {
            try
            {
                threads[worker] = new Thread(() => Work(worker), stackSize) { IsBackground = true, Name = $"worker {worker}" };
                threads[worker].Start();
            }
            catch (Exception exception)
            {
                // The system refuses more threads. Those that have started wait for a board: without one, they end.
                barrier.RemoveParticipants(threads.Length - worker);
                barrier.SignalAndWait();
                throw new InvalidOperationException($"Only {worker} of {threads.Length} threads could be started: ask for fewer workers.", exception);
            }
        }

        public ValueTask RunAsync(ITaskBoard board, CancellationToken cancellationToken)
        {
            waitTicks = 0;
            this.board = board;
            cancellation = cancellationToken;
            barrier.SignalAndWait(CancellationToken.None);
            barrier.SignalAndWait(CancellationToken.None);
            return fault is null ? ValueTask.CompletedTask : ValueTask.FromException(fault);
        }

        public ValueTask DisposeAsync()
        {
            board = null;
            barrier.SignalAndWait();
            foreach (var thread in threads)
                thread.Join();
            barrier.Dispose();
            return ValueTask.CompletedTask;
        }

        private void Work(int worker)
        {
            while (true)
            {
                barrier.SignalAndWait();
                if (board is null)
                    return;
                var waited = RunQueue.WaitOfThisThread();
                try
                {
                    board.Drain(worker, cancellation);
                }
                catch (Exception exception)
                {
                    // Only a bug of the board gets here. It must fail the run, not the process.
                    fault = exception;
                }
                Interlocked.Add(ref waitTicks, (RunQueue.WaitOfThisThread() - waited)?.Ticks ?? 0);
                barrier.SignalAndWait();
            }
        }
    }
}
