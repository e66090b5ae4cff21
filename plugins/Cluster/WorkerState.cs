namespace Partime.Plugins.Cluster;

/// <summary>A worker of a node, as the coordinator sees it.</summary>
/// <param name="leaseTime">How long a lease should take.</param>
internal sealed class WorkerState(TimeSpan leaseTime)
{
    /// <summary>A second lease keeps a worker busy while the results of the first are on their way. Where a lease takes longer, it would only keep tasks from others.</summary>
    public static readonly TimeSpan MaxLeaseToHaveTwo = TimeSpan.FromMilliseconds(100);

    /// <summary>How many threads of the node ask for it.</summary>
    public const int Lanes = 2;

    /// <summary>What it takes to begin and end a lease, besides its messages.</summary>
    private static readonly TimeSpan MinLease = TimeSpan.FromMilliseconds(1);

    private readonly Lane[] lanes = [new(), new()];
    private TimeSpan? lastTime;
    private double tasksPerSecond;
    private (long Tasks, TimeSpan Time) ofRun;

    public bool IsReady { get; set; }

    /// <summary>Wakes its questions for a lease.</summary>
    public Wakeup Wakeup { get; } = new();

    /// <summary>How many tasks it should lease, at least 1.</summary>
    /// <param name="roundTrip">How long a message to its node and the answer take.</param>
    public LeaseSize SizeOfLease(TimeSpan roundTrip) => new(TasksIn(leaseTime), TasksIn(MinLease + (2 * roundTrip)));

    private long TasksIn(TimeSpan time) => Math.Max(1, (long)(tasksPerSecond * time.TotalSeconds));

    private int Leases => lanes.Count(lane => lane.Lease != 0);

    /// <param name="areLeft">Whether there are leases for the other workers, too.</param>
    public bool MayLease(bool areLeft) => Leases < (areLeft && lastTime < MaxLeaseToHaveTwo ? Lanes : 1);

    /// <summary>A thread asks.</summary>
    /// <returns>The lease that it never got to know of; 0 if there is none.</returns>
    public long Ask(Question question)
    {
        if ((uint)question.Lane >= Lanes || question.Number <= lanes[question.Lane].Question)
            return 0;
        var lost = lanes[question.Lane].Lease;
        lanes[question.Lane] = new Lane { Question = question.Number };
        return lost;
    }

    /// <summary>Whether the thread still waits for the answer.</summary>
    public bool IsWaiting(Question question) => (uint)question.Lane < Lanes && lanes[question.Lane].Question == question.Number;

    /// <summary>The same tasks come again: first they take what they took on average, and not what the last ones took.</summary>
    public void BeginRun()
    {
        if (ofRun.Time > TimeSpan.Zero)
            tasksPerSecond = ofRun.Tasks / ofRun.Time.TotalSeconds;
        ofRun = default;
    }

    public void LeaseBegan(Question question, Lease lease) => (lanes[question.Lane].Lease, lanes[question.Lane].Tasks) = (lease.Id, lease.Range.Count);

    /// <param name="lease">The lease.</param>
    /// <param name="took">How long its node says it took; <see langword="null"/> if it was given back: then the worker gets a second one only after it has ended another one soon.</param>
    public void LeaseEnded(long lease, TimeSpan? took)
    {
        var tasks = 0L;
        foreach (var lane in lanes)
            if (lane.Lease == lease)
                (tasks, lane.Lease) = (lane.Tasks, 0);
        lastTime = took;
        if (took is not { } time)
            return;
        ofRun = (ofRun.Tasks + tasks, ofRun.Time + time);
        var now = tasks / Math.Max(time.TotalSeconds, 1e-6);
        tasksPerSecond = tasksPerSecond == 0 ? now : (tasksPerSecond + now) / 2;
    }

    /// <summary>Its leases are no longer in force.</summary>
    public void LoseLeases()
    {
        foreach (var lane in lanes)
            lane.Lease = 0;
    }

    /// <summary>Another node has it now, whose threads count their questions anew.</summary>
    public void Move()
    {
        (IsReady, lastTime, tasksPerSecond, ofRun) = (false, null, 0, default);
        (lanes[0], lanes[1]) = (new Lane(), new Lane());
    }

    /// <summary>A thread of the node that asks for the worker.</summary>
    private sealed class Lane
    {
        /// <summary>The last one.</summary>
        public long Question { get; init; }

        /// <summary>The answer to it; 0 if there was none, or if it has ended.</summary>
        public long Lease { get; set; }

        /// <summary>How many tasks were in that.</summary>
        public long Tasks { get; set; }
    }
}
