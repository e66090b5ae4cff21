using Orleans;

namespace Partime.Plugins.Cluster;

/// <summary>What nodes ask of the coordinator. Results and the description of the work are bytes, which only partime understands.</summary>
internal interface ICoordinatorGrain : IGrainWithIntegerKey
{
    /// <summary>A node introduces itself, and learns which workers it has.</summary>
    ValueTask<Welcome> JoinAsync(Guid node, int pid, string machine, int slots, byte[] facts);

    /// <summary>A part of the description of the work; empty behind its end.</summary>
    ValueTask<byte[]> ReadWorkAsync(int offset);

    /// <summary>A question about the work.</summary>
    ValueTask<byte[]> AskAsync(byte[] question);

    /// <summary>A worker can start.</summary>
    ValueTask ReadyAsync(Guid node, int worker);

    /// <summary>A worker cannot work, or not go on.</summary>
    ValueTask FailAsync(Guid node, string message);

    /// <summary>A block of results, with more to come.</summary>
    ValueTask RecordAsync(Guid node, Results results);

    /// <summary>The last block of a lease, if there was one, for another lease. Takes a while if there is nothing to do.</summary>
    ValueTask<Assignment> NextAsync(Guid node, Question question);

    /// <summary>The node is alive. Answers with the coordinator's clock.</summary>
    ValueTask<Pulse> BeatAsync(Guid node, long clockOffset, TimeSpan roundTrip);

    /// <summary>The node leaves.</summary>
    ValueTask LeaveAsync(Guid node);
}

/// <param name="FirstWorker">The number of its first worker.</param>
/// <param name="Workers">How many it has.</param>
/// <param name="BeatInterval">How often it must show that it is alive.</param>
[GenerateSerializer, Immutable]
internal sealed record Welcome([property: Id(0)] int FirstWorker, [property: Id(1)] int Workers, [property: Id(2)] TimeSpan BeatInterval);

/// <param name="Run">The run of the lease.</param>
/// <param name="Lease">The lease.</param>
/// <param name="Worker">The worker that has it.</param>
/// <param name="Block">As <see cref="INodeWorker.Run"/> has made it; empty if tasks were left out.</param>
/// <param name="ClockOffset">From the node's clock to the coordinator's.</param>
[GenerateSerializer, Immutable]
internal sealed record Results([property: Id(0)] Guid Run, [property: Id(1)] long Lease, [property: Id(2)] int Worker, [property: Id(3)] byte[] Block, [property: Id(4)] long ClockOffset);

/// <summary>Who asks for work. Who asks has no lease: if the answer to an earlier question has not arrived, what was in it goes to others.</summary>
/// <param name="Worker">The worker.</param>
/// <param name="Lane">Which of the two threads for it.</param>
/// <param name="Number">Counts the questions of that thread.</param>
/// <param name="Results">The last block of its last lease.</param>
[GenerateSerializer, Immutable]
internal sealed record Question([property: Id(0)] int Worker, [property: Id(1)] int Lane, [property: Id(2)] long Number, [property: Id(3)] Results? Results);

/// <summary>What a worker does next.</summary>
/// <param name="Kind">Whether there is anything.</param>
/// <param name="Run">The run of the lease.</param>
/// <param name="Lease">The lease.</param>
/// <param name="Start">Its first task.</param>
/// <param name="End">The task after the last one.</param>
[GenerateSerializer, Immutable]
internal sealed record Assignment([property: Id(0)] AssignmentKind Kind, [property: Id(1)] Guid Run = default, [property: Id(2)] long Lease = 0, [property: Id(3)] long Start = 0, [property: Id(4)] long End = 0)
{
    public static readonly Assignment Nothing = new(AssignmentKind.Nothing);
    public static readonly Assignment Leave = new(AssignmentKind.Leave);
}

/// <summary>What the answer to a worker is.</summary>
internal enum AssignmentKind : byte
{
    /// <summary>There is nothing now: ask again.</summary>
    Nothing,

    /// <summary>Run these tasks.</summary>
    Lease,

    /// <summary>The session needs the node no longer.</summary>
    Leave,
}

/// <param name="Ticks">The coordinator's clock.</param>
/// <param name="IsStopping">Whether running tasks are to be cancelled, because the user has interrupted the session.</param>
[GenerateSerializer, Immutable]
internal sealed record Pulse([property: Id(0)] long Ticks, [property: Id(1)] bool IsStopping);
