using System.Diagnostics;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;

namespace Partime.Plugins.Cluster;

/// <summary>A node: connects, opens the work in its workers, and leases ranges for them until it is told to leave.</summary>
internal sealed class Node(INodeHost host, JoinToken token) : IDisposable
{
    /// <summary>Longer than the coordinator keeps a worker waiting that has nothing to do.</summary>
    private static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(50);

    /// <summary>The one with the shortest way there and back is the most exact.</summary>
    private const int ClockSamples = 8;

    private readonly Guid id = Guid.NewGuid();
    private readonly CancellationTokenSource stopping = new();
    private readonly Clock clock = new();
    private ICoordinatorGrain coordinator = null!;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var registration = cancellationToken.Register(stopping.Cancel);
        using var client = BuildClient();
        await client.StartAsync(cancellationToken).ConfigureAwait(false);
        coordinator = client.Services.GetRequiredService<IClusterClient>().GetGrain<ICoordinatorGrain>(0);
        var welcome = await coordinator.JoinAsync(id, Environment.ProcessId, Environment.MachineName, host.Slots, host.Facts.ToArray()).ConfigureAwait(false);
        for (var sample = 0; sample < ClockSamples; sample++)
            await BeatAsync().ConfigureAwait(false);
        await using var beat = new Timer(_ => _ = BeatAsync(), null, welcome.BeatInterval, welcome.BeatInterval);
        var work = await ReadWorkAsync().ConfigureAwait(false);
        try
        {
            await using var pool = await host.OpenAsync(work, (question, _) => coordinator.AskAsync(question.ToArray()), cancellationToken).ConfigureAwait(false);
            await Task.WhenAll(Enumerable.Range(welcome.FirstWorker, welcome.Workers).Select(worker => WorkAsync(worker, pool))).ConfigureAwait(false);
        }
        catch (InvalidOperationException exception)
        {
            await coordinator.FailAsync(id, exception.Message).ConfigureAwait(false);
        }
        await coordinator.LeaveAsync(id).ConfigureAwait(false);
        await client.StopAsync(CancellationToken.None).ConfigureAwait(false);
    }

    public void Dispose() => stopping.Dispose();

    private IHost BuildClient()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.ClearProviders();
        builder.UseOrleansClient(client =>
        {
            Silo.ConfigureIdentity(client.Services);
            client.UseStaticClustering(token.Coordinator);
            client.UseConnectionRetryFilter(async (_, cancellationToken) =>
            {
                await Task.Delay(RetryDelay, cancellationToken).ConfigureAwait(false);
                return true;
            });
            client.Configure<ClientMessagingOptions>(options => options.ResponseTimeout = ResponseTimeout);
            client.Configure<ClientConnectionOptions>(options => options.ConfigureConnection(connection => connection.Use(Guard.OfNode(token, id))));
        });
        return builder.Build();
    }

    private async Task BeatAsync()
    {
        try
        {
            var sent = Stopwatch.GetTimestamp();
            var pulse = await coordinator.BeatAsync(id, clock.Offset, clock.RoundTrip).ConfigureAwait(false);
            clock.Add(sent, Stopwatch.GetTimestamp(), pulse.Ticks);
            if (pulse.IsStopping)
                await stopping.CancelAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is OrleansException or TimeoutException or ObjectDisposedException)
        {
            // The next one may arrive.
        }
    }

    private async Task<byte[]> ReadWorkAsync()
    {
        using var work = new MemoryStream();
        while (await coordinator.ReadWorkAsync((int)work.Length).ConfigureAwait(false) is { Length: > 0 } block)
            work.Write(block);
        return work.ToArray();
    }

    /// <summary>Two threads: while one runs tasks, the other sends results and asks for the next ones.</summary>
    private async Task WorkAsync(int number, INodePool pool)
    {
        INodeWorker worker;
        try
        {
            worker = await pool.StartWorkerAsync(stopping.Token).ConfigureAwait(false);
        }
        catch (InvalidOperationException exception)
        {
            await coordinator.FailAsync(id, exception.Message).ConfigureAwait(false);
            return;
        }
        await using (worker)
        {
            await coordinator.ReadyAsync(id, number).ConfigureAwait(false);
            var turn = new Lock();
            await Task.WhenAll(Enumerable.Range(0, WorkerState.Lanes).Select(lane => OnAThread(() => Lease(number, lane, worker, turn)))).ConfigureAwait(false);
        }
    }

    private void Lease(int number, int lane, INodeWorker worker, Lock turn)
    {
        Results? results = null;
        for (var question = 1L; ; question++)
        {
            Assignment next;
            try
            {
                next = coordinator.NextAsync(id, new Question(number, lane, question, results)).AsTask().GetAwaiter().GetResult();
            }
            catch (Exception exception) when (exception is OrleansException or TimeoutException)
            {
                // Whether the results have arrived is not known. If not, this sends them again, and the second ones are dropped.
                Thread.Sleep(RetryDelay);
                continue;
            }
            results = null;
            if (next.Kind == AssignmentKind.Leave)
                return;
            if (next.Kind == AssignmentKind.Lease)
                results = Run(next, number, worker, turn);
        }
    }

    /// <returns>The last block of results, which goes with the next request.</returns>
    private Results Run(Assignment lease, int number, INodeWorker worker, Lock turn)
    {
        var blocks = new List<byte[]>();
        // The other thread's lease takes longer than expected. This one has not begun, so others may have it.
        if (!turn.TryEnter(WorkerState.MaxLeaseToHaveTwo))
            return Of([]);
        try
        {
            blocks.AddRange(worker.Run(new TaskRange(lease.Start, lease.End), stopping.Token));
        }
        catch (InvalidOperationException exception)
        {
            coordinator.FailAsync(id, exception.Message).AsTask().GetAwaiter().GetResult();
        }
        finally
        {
            turn.Exit();
        }
        if (stopping.IsCancellationRequested || blocks.Count == 0)
            blocks.Add([]);
        foreach (var block in blocks.SkipLast(1))
            coordinator.RecordAsync(id, Of(block)).AsTask().GetAwaiter().GetResult();
        return Of(blocks[^1]);

        Results Of(byte[] block) => new(lease.Run, lease.Lease, number, block, clock.Offset);
    }

    private static Task OnAThread(Action act) => Task.Factory.StartNew(act, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}

/// <summary>How far the coordinator's clock is ahead of this one: half of the way there and back is the error at most.</summary>
internal sealed class Clock
{
    private readonly Lock gate = new();
    private long shortest = long.MaxValue / 2;

    public long Offset { get; private set; }

    /// <summary>Of the sample that counts.</summary>
    public TimeSpan RoundTrip { get; private set; }

    /// <param name="sent">When the question was sent.</param>
    /// <param name="received">When the answer was there.</param>
    /// <param name="theirs">What the other clock showed in between.</param>
    public void Add(long sent, long received, long theirs)
    {
        lock (gate)
        {
            if (received - sent < shortest)
                (shortest, Offset, RoundTrip) = (received - sent, theirs - sent - ((received - sent) / 2), Stopwatch.GetElapsedTime(sent, received));
            // Clocks drift: after a minute or so, a new sample counts even if it took twice as long.
            shortest += shortest / 64;
        }
    }
}
