using Orleans;

namespace Partime.Plugins.Cluster;

/// <summary>What nodes ask of the coordinator. Results and the description of the work are bytes, which only partime understands.</summary>
internal interface ICoordinatorGrain : IGrainWithIntegerKey
{
    /// <summary>A node introduces itself.</summary>
    ValueTask<Welcome> JoinAsync(Introduction node);

    /// <summary>The node is alive. Answers with the coordinator's clock.</summary>
    ValueTask<Pulse> BeatAsync(Beat beat);

    /// <summary>What to work for, besides the engagements that the node knows. Takes a while if there is nothing.</summary>
    ValueTask<Engagement> EngageAsync(Guid node, Guid[] known);

    /// <summary>The description of the work; empty if the pool has ended.</summary>
    ValueTask<byte[]> ReadWorkAsync(Guid engagement);

    /// <summary>A question about the work.</summary>
    ValueTask<byte[]> AskAsync(Guid engagement, byte[] question);

    /// <summary>A worker can start.</summary>
    ValueTask ReadyAsync(Guid engagement, int worker);

    /// <summary>A worker cannot work, or not go on.</summary>
    ValueTask FailAsync(Guid engagement, string message);

    /// <summary>A part of the results of a lease, with more to come.</summary>
    ValueTask RecordAsync(Guid engagement, Results results);

    /// <summary>The last results of a lease, if there was one, for another lease. Takes a while if there is nothing to do.</summary>
    ValueTask<Assignment> NextAsync(Guid engagement, Question question);

    /// <summary>The workers of an engagement are gone.</summary>
    ValueTask EndAsync(Guid engagement);

    /// <summary>The node leaves. What it has goes to others.</summary>
    ValueTask LeaveAsync(Guid node);
}

/// <param name="Node">Tells it from others.</param>
/// <param name="Pid">Its process.</param>
/// <param name="Machine">The name of its machine.</param>
/// <param name="Slots">How many workers it can have.</param>
/// <param name="Facts">As <see cref="INodeHost.Facts"/> has them.</param>
[GenerateSerializer, Immutable]
internal sealed record Introduction([property: Id(0)] Guid Node, [property: Id(1)] int Pid, [property: Id(2)] string Machine, [property: Id(3)] int Slots, [property: Id(4)] byte[] Facts);

/// <param name="BeatInterval">How often the node must show that it is alive.</param>
[GenerateSerializer, Immutable]
internal sealed record Welcome([property: Id(0)] TimeSpan BeatInterval);

/// <param name="Node">The node.</param>
/// <param name="ClockOffset">From its clock to the coordinator's, as far as it knows.</param>
/// <param name="RoundTripTicks">The shortest way there and back so far; 0 if there was none.</param>
/// <param name="IsDraining">Whether it takes no more work.</param>
[GenerateSerializer, Immutable]
internal sealed record Beat([property: Id(0)] Guid Node, [property: Id(1)] long ClockOffset, [property: Id(2)] long RoundTripTicks, [property: Id(3)] bool IsDraining);

/// <param name="Ticks">The coordinator's clock.</param>
/// <param name="Stopping">The engagements whose running tasks are to be cancelled, because the user has interrupted the session.</param>
[GenerateSerializer, Immutable]
internal sealed record Pulse([property: Id(0)] long Ticks, [property: Id(1)] Guid[] Stopping);

/// <summary>The workers that a pool has on a node.</summary>
/// <param name="Kind">Whether there is anything.</param>
/// <param name="Id">Only the node and the coordinator know it.</param>
/// <param name="FirstWorker">The number of the first worker.</param>
/// <param name="Workers">How many there are.</param>
[GenerateSerializer, Immutable]
internal sealed record Engagement([property: Id(0)] AnswerKind Kind, [property: Id(1)] Guid Id = default, [property: Id(2)] int FirstWorker = 0, [property: Id(3)] int Workers = 0)
{
    public static readonly Engagement Nothing = new(AnswerKind.Nothing);
    public static readonly Engagement Leave = new(AnswerKind.Leave);
}

/// <param name="Lease">The lease.</param>
/// <param name="Worker">The worker that has it.</param>
/// <param name="Part">Counts what is sent of the lease, from 0.</param>
/// <param name="Bytes">As <see cref="INodeWorker.Run"/> has made them; empty if tasks were left out.</param>
/// <param name="EndsBlock">Whether these are the last bytes of a block.</param>
/// <param name="ClockOffset">From the node's clock to the coordinator's.</param>
/// <param name="Took">How long the worker had the lease.</param>
[GenerateSerializer, Immutable]
internal sealed record Results(
    [property: Id(0)] long Lease, [property: Id(1)] int Worker, [property: Id(2)] int Part, [property: Id(3)] byte[] Bytes, [property: Id(4)] bool EndsBlock, [property: Id(5)] long ClockOffset, [property: Id(6)] TimeSpan Took);

/// <summary>Who asks for work. Who asks has no lease: if the answer to an earlier question has not arrived, what was in it goes to others.</summary>
/// <param name="Worker">The worker.</param>
/// <param name="Lane">Which of the two threads for it.</param>
/// <param name="Number">Counts the questions of that thread.</param>
/// <param name="Results">The last results of its last lease.</param>
[GenerateSerializer, Immutable]
internal sealed record Question([property: Id(0)] int Worker, [property: Id(1)] int Lane, [property: Id(2)] long Number, [property: Id(3)] Results? Results);

/// <summary>What a worker does next.</summary>
/// <param name="Kind">Whether there is anything.</param>
/// <param name="Lease">The lease.</param>
/// <param name="Start">Its first task.</param>
/// <param name="End">The task after the last one.</param>
/// <param name="ChunkSize">How many tasks the worker claims at once.</param>
[GenerateSerializer, Immutable]
internal sealed record Assignment([property: Id(0)] AnswerKind Kind, [property: Id(1)] long Lease = 0, [property: Id(2)] long Start = 0, [property: Id(3)] long End = 0, [property: Id(4)] long ChunkSize = 1)
{
    public static readonly Assignment Nothing = new(AnswerKind.Nothing);
    public static readonly Assignment Leave = new(AnswerKind.Leave);
}

/// <summary>What the answer of the coordinator is.</summary>
internal enum AnswerKind : byte
{
    /// <summary>There is nothing now: ask again.</summary>
    Nothing,

    /// <summary>There is work.</summary>
    Work,

    /// <summary>There will be no more: of workers, their pool has ended; of nodes, the session has.</summary>
    Leave,
}
