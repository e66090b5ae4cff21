using System.Diagnostics;
using Partime.Tool.Execution;
using Partime.Tool.Planning;
using Partime.Tool.Plugins;

namespace Partime.Tool.Sessions;

/// <summary>What an executor with nodes gets to run: one variant of the workload.</summary>
/// <param name="activation">The workload.</param>
/// <param name="metricNames">The metrics that its tasks may report.</param>
/// <param name="plan">The inputs, and how their number grows with the workers.</param>
/// <param name="rules">What tasks and workers may do.</param>
internal sealed class NodeWork(WorkloadActivation activation, IReadOnlyList<string> metricNames, Plan plan, TaskRules rules) : INodeWork
{
    private readonly Lock gate = new();
    private readonly SentWork sent = new(activation, plan, rules);
    private NodeUsage[] used = [];

    /// <summary>When the run began. No task started before, whatever a node's clock says.</summary>
    public long BeganTicks { get; set; }

    public byte[] Describe(PoolRequest request) => sent.Describe(request);

    public byte[] Answer(ReadOnlySpan<byte> question) => sent.Answer(question);

    public int Record(ITaskBoard board, TaskRange range, int worker, Guid node, ReadOnlySpan<byte> results, long clockOffset)
    {
        var (records, usage) = ResultBlocks.Read(results, range, worker, metricNames, clockOffset);
        var now = Stopwatch.GetTimestamp();
        foreach (var record in records)
            board.Record(record.EndedTicks == 0 ? record : Between(BeganTicks, now, record));
        lock (gate)
            if (worker < used.Length)
                used[worker] += usage;
        return records.Count;
    }

    /// <summary>Begins to count what a pool uses.</summary>
    public void CountUsage(int workers)
    {
        lock (gate)
            used = new NodeUsage[workers];
    }

    /// <summary>What the nodes have used since this was last asked. Peaks stay.</summary>
    public PoolUsage TakeUsage()
    {
        lock (gate)
        {
            var usage = new PoolUsage
            {
                Processes = used.Length,
                User = new TimeSpan(used.Sum(one => one.User.Ticks)),
                System = new TimeSpan(used.Sum(one => one.System.Ticks)),
                GcPause = new TimeSpan(used.Sum(one => one.GcPause.Ticks)),
                CpuByWorker = [.. used.Select(one => one.User + one.System)],
                PeakRssBytes = used.Sum(one => one.PeakRssBytes),
            };
            used = Array.ConvertAll(used, one => new NodeUsage(default, default, default, one.PeakRssBytes));
            return usage;
        }
    }

    /// <summary>The offset between two clocks is known only as exactly as a message there and back is short. Durations stay as they are.</summary>
    private static TaskRecord Between(long earliest, long latest, TaskRecord record)
    {
        var shift = record.StartedTicks < earliest ? earliest - record.StartedTicks : Math.Min(0, latest - record.EndedTicks);
        var started = Math.Clamp(record.StartedTicks + shift, earliest, latest);
        return record with { StartedTicks = started, EndedTicks = Math.Clamp(record.EndedTicks + shift, started, latest) };
    }
}
