using System.Diagnostics;
using System.Runtime.CompilerServices;
using Partime.Tool.Execution;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;
using Partime.Tool.Plugins;

namespace Partime.Tool.Sessions;

/// <summary>What an executor with nodes gets to run: one variant of the workload.</summary>
/// <param name="activation">The workload.</param>
/// <param name="layout">What the board of the session keeps.</param>
/// <param name="plan">The inputs, and how their number grows with the workers.</param>
/// <param name="rules">What tasks and workers may do.</param>
/// <param name="nodes">The nodes of the session.</param>
internal sealed class NodeWork(WorkloadActivation activation, BoardLayout layout, Plan plan, TaskRules rules, SessionNodes nodes) : INodeWork
{
    private readonly Lock gate = new();
    private readonly SentWork sent = new(activation, plan, rules, layout.KeepValues);
    private readonly HashSet<(int Worker, int Pid)> processes = [];
    private NodeUsage[] used = [];

    /// <summary>Whether any output tells which node ran a task: for a hundred million tasks, that takes memory.</summary>
    public bool NamesNodes { get; init; } = true;

    /// <summary>When the run began. No task started before, whatever a node's clock says.</summary>
    public long BeganTicks { get; set; }

    public byte[] Describe(PoolRequest request) => sent.Describe(request);

    public byte[] Answer(ReadOnlySpan<byte> question) => sent.Answer(question);

    public void RecordCrash(ITaskBoard board, long task, int worker, Guid node, long startedTicks, string message)
    {
        var own = Own(board);
        var now = Stopwatch.GetTimestamp();
        own.RecordFailure(new FailedAttempt(task, worker, Math.Clamp(startedTicks, BeganTicks, now), now, Verdict.Crashed, new TaskFault("NodeLost", message)) { Pid = 0, MayRetry = false });
        if (NamesNodes)
            own.Log.SetMachine(new TaskRange(task, task + 1), nodes.Find(node)?.Info.Machine);
    }

    public int Record(ITaskBoard board, TaskRange range, int worker, Guid node, ReadOnlySpan<byte> results, long clockOffset)
    {
        var own = Own(board);
        var block = new ResultBlockReader(results, range, new ResultSource(layout.MetricNames.Count, layout.KeepValues, rules, clockOffset));
        var firstStarted = Record(own, ref block, worker);
        if (NamesNodes)
            own.Log.SetMachine(block.Range, nodes.Find(node)?.Info.Machine);
        lock (gate)
            if (worker < used.Length)
                used[worker] += block.Used with { Waited = InRun(block.Used.Waited, firstStarted) };
        return (int)block.Range.Count;
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

    private static Board Own(ITaskBoard board) => board as Board ?? throw new InvalidOperationException("Nodes need partime's own board.");

    /// <summary>A worker of a warm pool has waited for the run itself before its first tasks.</summary>
    private TimeSpan InRun(TimeSpan waited, long firstStarted) => firstStarted != 0 && waited < Stopwatch.GetElapsedTime(BeganTicks, firstStarted) ? waited : TimeSpan.Zero;

    /// <returns>When the first task started; 0 if it did not.</returns>
    [MethodImpl(HotPath.Options)]
    private long Record(Board board, ref ResultBlockReader block, int worker)
    {
        var (began, now) = (BeganTicks, Stopwatch.GetTimestamp());
        var (firstStarted, pid) = (-1L, 0);
        while (block.MoveNext())
        {
            var (started, ended) = (block.StartedTicks, block.EndedTicks);
            firstStarted = firstStarted < 0 ? started : firstStarted;
            // The offset between two clocks is known only as exactly as a message there and back is short. Durations stay as they are.
            if (ended != 0 && (started < began || ended > now))
                (started, ended) = Between(began, now, started, ended);
            // What was left out gets its verdict when the run is over.
            if (block.Verdict != Verdict.None)
                board.RecordSent(ref block, worker, started, ended);
            if (block.Pid != pid)
                lock (gate)
                    processes.Add((worker, pid = block.Pid));
        }
        return firstStarted;
    }

    private static (long Started, long Ended) Between(long earliest, long latest, long started, long ended)
    {
        var shift = started < earliest ? earliest - started : Math.Min(0, latest - ended);
        var first = Math.Clamp(started + shift, earliest, latest);
        return (first, Math.Clamp(ended + shift, first, latest));
    }
}
