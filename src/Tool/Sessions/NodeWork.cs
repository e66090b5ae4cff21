using System.Diagnostics;
using System.Runtime.InteropServices;
using Partime.Tool.Execution;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;
using Partime.Tool.Plugins;

namespace Partime.Tool.Sessions;

/// <summary>What an executor with nodes gets to run: one variant of the workload.</summary>
/// <param name="activation">The workload.</param>
/// <param name="metricNames">The metrics that its tasks may report.</param>
/// <param name="plan">The inputs, and how their number grows with the workers.</param>
/// <param name="rules">What tasks and workers may do.</param>
/// <param name="nodes">The nodes of the session.</param>
internal sealed class NodeWork(WorkloadActivation activation, IReadOnlyList<string> metricNames, Plan plan, TaskRules rules, SessionNodes nodes) : INodeWork
{
    private readonly Lock gate = new();
    private readonly SentWork sent = new(activation, plan, rules);
    private readonly HashSet<(int Worker, int Pid)> processes = [];
    private NodeUsage[] used = [];

    /// <summary>Whether any output tells which node ran a task: for a hundred million tasks, that takes memory.</summary>
    public bool NamesNodes { get; init; } = true;

    /// <summary>When the run began. No task started before, whatever a node's clock says.</summary>
    public long BeganTicks { get; set; }

    public byte[] Describe(PoolRequest request) => sent.Describe(request);

    public byte[] Answer(ReadOnlySpan<byte> question) => sent.Answer(question);

    public int Record(ITaskBoard board, TaskRange range, int worker, Guid node, ReadOnlySpan<byte> results, long clockOffset)
    {
        var (read, usage) = ResultBlocks.Read(results, range, new ResultSource(worker, metricNames, rules, clockOffset));
        // Records are large, so none is copied without need.
        ReadOnlySpan<TaskRecord> records = CollectionsMarshal.AsSpan(read);
        var (began, now) = (BeganTicks, Stopwatch.GetTimestamp());
        for (var i = 0; i < records.Length; i++)
        {
            ref readonly var record = ref records[i];
            var isRetried = i + 1 < records.Length && records[i + 1].Index == record.Index;
            if (record.EndedTicks == 0 || (record.StartedTicks >= began && record.EndedTicks <= now))
                Record(board, in record, isRetried);
            else
                Record(board, Between(began, now, record), isRetried);
        }
        var recorded = range with { End = records[^1].Index + 1 };
        if (NamesNodes)
            (board as Board)?.Log.SetMachine(recorded, nodes.Find(node)?.Info.Machine);
        lock (gate)
        {
            var last = 0;
            foreach (ref readonly var record in records)
                if (record.Pid != last && (last = record.Pid) != 0)
                    processes.Add((worker, last));
            if (worker < used.Length)
                used[worker] += usage with { Waited = InRun(usage.Waited, in records[0]) };
        }
        return (int)recorded.Count;
    }

    /// <summary>Begins to count what a pool uses.</summary>
    public void CountUsage(int workers)
    {
        lock (gate)
        {
            used = new NodeUsage[workers];
            processes.Clear();
        }
    }

    /// <summary>What the nodes have used since this was last asked. Peaks stay.</summary>
    public PoolUsage TakeUsage()
    {
        lock (gate)
        {
            var usage = new PoolUsage
            {
                // One that has had no task is there, too.
                Processes = Math.Max(used.Length, processes.Count),
                User = new TimeSpan(used.Sum(one => one.User.Ticks)),
                System = new TimeSpan(used.Sum(one => one.System.Ticks)),
                GcPause = new TimeSpan(used.Sum(one => one.GcPause.Ticks)),
                NodeWait = new TimeSpan(used.Sum(one => one.Waited.Ticks)),
                CpuByWorker = [.. used.Select(one => one.User + one.System)],
                PeakRssBytes = used.Sum(one => one.PeakRssBytes),
            };
            used = Array.ConvertAll(used, one => new NodeUsage(default, default, default, default, one.PeakRssBytes));
            processes.Clear();
            return usage;
        }
    }

    /// <summary>A worker of a warm pool has waited for the run itself before its first tasks.</summary>
    private TimeSpan InRun(TimeSpan waited, in TaskRecord first) => first.EndedTicks != 0 && waited < Stopwatch.GetElapsedTime(BeganTicks, first.StartedTicks) ? waited : TimeSpan.Zero;

    /// <summary>What was left out gets its verdict when the run is over.</summary>
    private static void Record(ITaskBoard board, in TaskRecord record, bool isRetried)
    {
        if (isRetried)
            (board as Board)?.RecordFailure(new FailedAttempt(record.Index, record.Worker, record.StartedTicks, record.EndedTicks, record.Verdict, record.Fault!) { Pid = record.Pid });
        else if (record.Verdict != Verdict.None)
            board.Record(record);
    }

    /// <summary>The offset between two clocks is known only as exactly as a message there and back is short. Durations stay as they are.</summary>
    private static TaskRecord Between(long earliest, long latest, TaskRecord record)
    {
        var shift = record.StartedTicks < earliest ? earliest - record.StartedTicks : Math.Min(0, latest - record.EndedTicks);
        var started = Math.Clamp(record.StartedTicks + shift, earliest, latest);
        return record with { StartedTicks = started, EndedTicks = Math.Clamp(record.EndedTicks + shift, started, latest) };
    }
}
