using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans;
using Partime.Plugins.Cluster;
using Partime.Tool.Execution;
using Partime.Tool.Measurement;
using Partime.Tool.Reporting;

namespace Partime.Bench;

/// <summary>One session with a thousand nodes: how many leases it serves, and what each costs it. The nodes are simulated in this process. They share a few
/// connections, and their tasks take time but no CPU; what they send, and the session, are real.</summary>
internal static class ManyNodes
{
    private const int TasksPerLease = 20;
    private const int Port = 7079;

    /// <summary>What a lease takes, as by default.</summary>
    private static readonly TimeSpan LeaseTime = TimeSpan.FromMilliseconds(50);

    public static void Run(BenchRun run)
    {
        foreach (var nodes in run.Size<int[]>([100, 300, 1000], [3]))
            Measure(run, nodes, leases: nodes * run.Size(200, 2));
    }

    private static void Measure(BenchRun run, int count, int leases)
    {
        var home = Directory.CreateDirectory(run.Scratch($"home-of-{count}-nodes")).FullName;
        var token = PublishedTool.OutputOf(Start(run, home, $"cluster token --address 127.0.0.1:{Port}")).Trim();
        using var nodes = new SimulatedNodes(token, count, LeaseTime);
        var (cpu, began, ended, memory) = (0.0, (Cpu: 0.0, Ticks: 0L), (Cpu: 0.0, Ticks: 0L), 0L);
        PublishedTool.OutputOf(
            Start(run, home, $"run empty --plugin {PublishedTool.Plugin("Empty")} -i 0..{leases * TasksPerLease} -e cluster -w {count} --chunk-size {TasksPerLease} --rounds 1 -q --csv {Path.Combine(home, "runs.csv")} "
                + $"--executor-set cluster.listen=127.0.0.1:{Port} --executor-set cluster.nodes={count} --executor-set cluster.join-timeout=2m --executor-set cluster.lease=0s --executor-set cluster.silence=1m"),
            pid =>
            {
                if (!TryReadCpu(pid, ref cpu))
                    return;
                var now = (cpu, Stopwatch.GetTimestamp());
                (began, ended) = (nodes.Leases == 0 ? now : began, nodes.Leases < leases ? now : ended);
                memory = Math.Max(memory, Process.GetProcessById(pid).WorkingSet64);
            });
        var seconds = Stopwatch.GetElapsedTime(began.Ticks, ended.Ticks).TotalSeconds;
        var perLease = (ended.Cpu - began.Cpu) / leases;
        run.Print($"{count} nodes: {leases / seconds:N0} leases per second, of {count / LeaseTime.TotalSeconds:N0} if nothing else took time; {perLease * 1e6:F0} µs of CPU per lease in the session, "
            + $"so a core of it serves {LeaseTime.TotalSeconds / perLease:N0} workers with leases of {LeaseTime.TotalMilliseconds} ms; {memory >> 20} MiB");
    }

    private static ProcessStartInfo Start(BenchRun run, string home, string arguments)
    {
        var start = new ProcessStartInfo(run.Tool.Executable, arguments);
        start.Environment["PARTIME_HOME"] = home;
        return start;
    }

    private static bool TryReadCpu(int pid, ref double seconds)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat").Split(") ")[1].Split(' ');
            seconds = (double.Parse(stat[11], CultureInfo.InvariantCulture) + double.Parse(stat[12], CultureInfo.InvariantCulture)) / 100;
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}

/// <summary>Nodes with one worker each.</summary>
internal sealed class SimulatedNodes : IDisposable
{
    private const int MaxConnections = 8;

    private static readonly byte[] Facts = NodesJson.FactsOf(Machine.Read()).ToArray();

    private readonly JoinToken token;
    private readonly TimeSpan leaseTime;
    private readonly List<IHost> clients = [];
    private readonly Task running;
    private long leases;

    public SimulatedNodes(string token, int count, TimeSpan leaseTime)
    {
        (this.token, this.leaseTime) = (JoinToken.Parse(token), leaseTime);
        running = Task.Run(() => RunAsync(count));
    }

    /// <summary>How many have ended.</summary>
    public long Leases => Interlocked.Read(ref leases);

    public void Dispose()
    {
        running.Wait(TimeSpan.FromSeconds(30));
        clients.ForEach(client => client.Dispose());
    }

    private async Task RunAsync(int count)
    {
        var handshake = new NodeHandshake(token, Guid.NewGuid());
        while ((await handshake.ProbeAsync(CancellationToken.None)).Result != ProbeResult.Session)
            await Task.Delay(20);
        for (var connection = 0; connection < Math.Min(count, MaxConnections); connection++)
        {
            var client = NodeClient.BuildClient(token, new NodeHandshake(token, Guid.NewGuid()), lost: () => { });
            clients.Add(client);
            await client.StartAsync();
        }
        await Task.WhenAll(Enumerable.Range(0, count).Select(node => WorkAsync(clients[node % clients.Count].Services.GetRequiredService<IClusterClient>().GetGrain<ICoordinatorGrain>(0))));
    }

    private async Task WorkAsync(ICoordinatorGrain coordinator)
    {
        var node = Guid.NewGuid();
        await coordinator.JoinAsync(new Introduction(node, Environment.ProcessId, "simulated", 1, Facts));
        Engagement told;
        while ((told = await coordinator.EngageAsync(node, [])).Kind == AnswerKind.Nothing)
        {
            // It waits for the others.
        }
        await coordinator.ReadyAsync(told.Id, told.FirstWorker);
        Results? results = null;
        for (var question = 1L; await coordinator.NextAsync(told.Id, new Question(told.FirstWorker, 0, question, results)) is { Kind: not AnswerKind.Leave } next; question++)
        {
            results = null;
            if (next.Kind == AnswerKind.Nothing)
                continue;
            await Task.Delay(leaseTime);
            results = new Results(next.Lease, told.FirstWorker, 0, Block(next.Start, (int)(next.End - next.Start)), EndsBlock: true, ClockOffset: 0, leaseTime);
            Interlocked.Increment(ref leases);
        }
        await coordinator.EndAsync(told.Id);
        await coordinator.LeaveAsync(node);
    }

    /// <summary>As <see cref="ResultBlocks"/> writes it.</summary>
    private static byte[] Block(long first, int count)
    {
        using var bytes = new MemoryStream();
        using var block = new BinaryWriter(bytes);
        block.Write(first);
        block.Write(count);
        for (var used = 0; used < 5; used++)
            block.Write(0L);
        var began = new byte[20];
        var length = ShortNumber.Write(began, ShortNumber.Write(began, 0, (uint)Environment.ProcessId), ShortNumber.OfSigned(Stopwatch.GetTimestamp()));
        const byte Ok = (byte)Verdict.Ok | (byte)AttemptHead.HasRun;
        block.Write([Ok, .. began.AsSpan(0, length), 0, 0]);
        for (var task = 1; task < count; task++)
            block.Write([Ok | (byte)AttemptHead.SameProcess | (byte)AttemptHead.SameResult, 0, 0]);
        block.Flush();
        return bytes.ToArray();
    }
}
