using System.Diagnostics;

namespace Partime.Plugins.Cluster;

/// <summary>The workers of a pool on this node. Each leases ranges until the pool ends.</summary>
internal sealed class NodeEngagement : IDisposable
{
    private const int MaxPart = 2 << 20;

    private readonly CoordinatorLink link;
    private readonly Engagement told;
    private readonly Clock clock;
    private readonly CancellationToken leaving;
    private readonly CancellationTokenSource stopping = new();
    private readonly CancellationTokenSource cancelling;

    private NodeEngagement(CoordinatorLink link, Engagement told, Clock clock, CancellationToken leaving)
    {
        (this.link, this.told, this.clock, this.leaving) = (link, told, clock, leaving);
        cancelling = CancellationTokenSource.CreateLinkedTokenSource(stopping.Token, leaving, link.Over);
    }

    public Guid Id => told.Id;

    /// <summary>Completes when its workers are gone.</summary>
    public Task Done { get; private set; } = Task.CompletedTask;

    /// <param name="host">Opens the work.</param>
    /// <param name="link">To the coordinator.</param>
    /// <param name="told">What the coordinator has said of it.</param>
    /// <param name="clock">The coordinator's clock.</param>
    /// <param name="leaving">Cancelled when the node leaves at once: what runs is cancelled, and others run it.</param>
    public static NodeEngagement Start(INodeHost host, CoordinatorLink link, Engagement told, Clock clock, CancellationToken leaving)
    {
        var engagement = new NodeEngagement(link, told, clock, leaving);
        engagement.Done = engagement.RunAsync(host);
        return engagement;
    }

    /// <summary>Cancels what runs, because the user has interrupted the session.</summary>
    public void Stop() => stopping.Cancel();

    public void Dispose()
    {
        cancelling.Dispose();
        stopping.Dispose();
    }

    private async Task RunAsync(INodeHost host)
    {
        try
        {
            var work = await ReadAsync(coordinator => coordinator.ReadWorkAsync(Id), cancelling.Token).ConfigureAwait(false);
            await using var pool = await host.OpenAsync(work, AskAsync, cancelling.Token).ConfigureAwait(false);
            await Task.WhenAll(Enumerable.Range(told.FirstWorker, told.Workers).Select(worker => WorkAsync(worker, pool))).ConfigureAwait(false);
        }
        catch (InvalidOperationException exception)
        {
            await FailAsync(exception.Message).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancelling.IsCancellationRequested)
        {
            // It is over before it began.
        }
        await link.CallAsync(coordinator => coordinator.EndAsync(Id)).ConfigureAwait(false);
    }

    private ValueTask<byte[]> AskAsync(ReadOnlyMemory<byte> question, CancellationToken cancellationToken) => ReadAsync(coordinator => coordinator.AskAsync(Id, question.ToArray()), cancellationToken);

    private async ValueTask<byte[]> ReadAsync(Func<ICoordinatorGrain, ValueTask<byte[]>> read, CancellationToken cancellationToken) =>
        await link.CallAsync(read).WaitAsync(cancellationToken).ConfigureAwait(false) ?? throw new OperationCanceledException("The session is over.", link.Over);

    private Task FailAsync(string message) => link.CallAsync(coordinator => coordinator.FailAsync(Id, message));

    /// <summary>Two threads: while one runs tasks, the other sends results and asks for the next ones.</summary>
    private async Task WorkAsync(int number, INodePool pool)
    {
        INodeWorker worker;
        try
        {
            worker = await pool.StartWorkerAsync(number, cancelling.Token).ConfigureAwait(false);
        }
        catch (InvalidOperationException exception)
        {
            await FailAsync(exception.Message).ConfigureAwait(false);
            return;
        }
        await using (worker)
        {
            await clock.Known.WaitAsync(cancelling.Token).ConfigureAwait(false);
            await link.CallAsync(coordinator => coordinator.ReadyAsync(Id, number)).ConfigureAwait(false);
            var turn = new Lock();
            await Task.WhenAll(Enumerable.Range(0, WorkerState.Lanes).Select(lane => OnAThread(() => Lease(number, lane, worker, turn)))).ConfigureAwait(false);
        }
    }

    private void Lease(int number, int lane, INodeWorker worker, Lock turn)
    {
        Results? results = null;
        for (var question = 1L; !link.Over.IsCancellationRequested; question++)
        {
            var asked = new Question(number, lane, question, results);
            if (link.TryAsync(coordinator => coordinator.NextAsync(Id, asked)).GetAwaiter().GetResult() is not { } next)
            {
                // Whether the results have arrived is not known. If not, this sends them again, and the second ones are dropped.
                Thread.Sleep(CoordinatorLink.RetryDelay);
                continue;
            }
            if (next.Kind == AnswerKind.Leave)
                return;
            results = next.Kind == AnswerKind.Work ? Run(next, number, worker, turn) : null;
        }
    }

    /// <returns>The last part of the results, which goes with the next question.</returns>
    private Results Run(Assignment lease, int number, INodeWorker worker, Lock turn)
    {
        var blocks = new List<byte[]>();
        var took = TimeSpan.Zero;
        // The other thread's lease takes longer than expected. This one has not begun, so others may have it.
        if (turn.TryEnter(WorkerState.MaxLeaseToHaveTwo))
            try
            {
                var began = Stopwatch.GetTimestamp();
                blocks.AddRange(worker.Run(new TaskRange(lease.Start, lease.End), lease.ChunkSize, cancelling.Token));
                took = Stopwatch.GetElapsedTime(began);
            }
            catch (InvalidOperationException exception)
            {
                FailAsync(exception.Message).GetAwaiter().GetResult();
            }
            finally
            {
                turn.Exit();
            }
        // Tasks that were cancelled because this node leaves have no verdict.
        if (leaving.IsCancellationRequested)
            blocks.Clear();
        if (stopping.IsCancellationRequested || blocks.Count == 0)
            blocks.Add([]);
        Results? last = null;
        foreach (var block in blocks)
            for (var at = 0; at == 0 || at < block.Length; at += MaxPart)
            {
                var bytes = block.AsSpan(at, Math.Min(MaxPart, block.Length - at)).ToArray();
                if (last is { } before)
                    link.CallAsync(coordinator => coordinator.RecordAsync(Id, before)).GetAwaiter().GetResult();
                last = new Results(lease.Lease, number, last?.Part + 1 ?? 0, bytes, at + bytes.Length == block.Length, clock.Offset, took);
            }
        return last!;
    }

    private static Task OnAThread(Action act) => Task.Factory.StartNew(act, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
