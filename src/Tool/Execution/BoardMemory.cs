using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Partime.Tool.Execution;

/// <summary>Where the parts of a board are in memory. The board is the same whether this process alone sees that memory
/// (<see cref="PrivateBoardMemory"/>) or worker processes map it too.</summary>
internal abstract unsafe class BoardMemory(BoardLayout layout) : IDisposable
{
    public BoardLayout Layout { get; } = layout;

    /// <summary>The settings of the run under way, as this process knows them. Those in memory that others can write to are only read once.</summary>
    public RunSettings Settings { get; private set; } = new(ChunkSize.Auto, Workers: 0, layout.Tasks, Copies: 1, MaxAttempts: 0, FailFast: 0);

    public BoardHeader* Header { get; protected init; }

    public ref BoardHeader Head => ref *Header;

    public TaskSlot* Slots { get; protected init; }

    /// <summary>A row of numbers per task.</summary>
    public double* Metrics { get; protected init; }

    public abstract TextBlocks Texts { get; }

    /// <summary>Begins a run.</summary>
    public void Begin(RunSettings settings) => Settings = Header->Settings = settings;

    /// <summary>Joins a run that another process has begun.</summary>
    /// <exception cref="BoardOverwrittenException">The settings cannot be those that it has written.</exception>
    public void Join(int maxWorkers)
    {
        var settings = Header->Settings;
        Settings = settings.ArePossible(maxWorkers, Layout.Tasks) ? settings : throw new BoardOverwrittenException("the settings of the run were changed");
    }

    /// <summary>The run is over: from now on, records and texts are read where no other process writes to them.</summary>
    /// <returns>Where the records are.</returns>
    public virtual TaskSlot* Settle(long tasks)
    {
        Texts.Settle();
        return Slots;
    }

    public abstract void Dispose();
}

/// <summary>What determines the size of a board.</summary>
/// <param name="Tasks">The most tasks of any run.</param>
/// <param name="MetricNames">The metrics that each task may report.</param>
/// <param name="KeepValues">Whether the texts of results are kept, or only their digests.</param>
internal sealed record BoardLayout(long Tasks, IReadOnlyList<string> MetricNames, bool KeepValues)
{
    /// <summary>After a run, the tasks of every worker are listed: an <see cref="int"/> each.</summary>
    private const int ListBytesPerTask = sizeof(int);

    /// <summary>The memory for slots and metrics. Texts take more as they are recorded.</summary>
    public long Bytes => Tasks * (Unsafe.SizeOf<TaskSlot>() + (sizeof(double) * MetricNames.Count));

    private long BytesNeeded => Bytes + (Tasks * ListBytesPerTask);

    /// <summary>Rejects a board that cannot fit, before anything is measured.</summary>
    /// <param name="availableBytes">The memory that this process may use.</param>
    /// <param name="cure">What to change, as a sentence.</param>
    public void EnsureFits(long availableBytes, string cure = "Choose fewer inputs.")
    {
        if (Tasks * Math.Max(1, MetricNames.Count) > Array.MaxLength || BytesNeeded > availableBytes)
            throw new PartimeException(
                $"The board for {Tasks:N0} tasks needs {BytesNeeded / 1e6:N0} MB of memory, but this process may use {availableBytes / 1e6:N0} MB. {cure}");
    }
}

/// <summary>What all workers of a run read, and the one counter that all of them write to, on cache lines of its own.</summary>
[StructLayout(LayoutKind.Explicit, Size = 512)]
internal struct BoardHeader
{
    /// <summary>Not 0 once workers must start no more tasks.</summary>
    [FieldOffset(0)]
    public int Stopped;

    [FieldOffset(8)]
    public RunSettings Settings;

    [FieldOffset(128)]
    public ClaimCounter Claims;

    /// <summary>The last attempt that failed and was retried, see <see cref="RetriedAttempts"/>; 0 if there is none.</summary>
    [FieldOffset(376)]
    public long LastRetriedAttempt;

    /// <summary>How much of the shared texts has been handed out. Written once per block of many texts.</summary>
    [FieldOffset(384)]
    public long TextsUsed;
}

/// <summary>Finds the input of a task.</summary>
/// <param name="index">The index of the task.</param>
/// <param name="copies">How many times as many consecutive tasks as usual have the same input.</param>
internal delegate WorkItem TaskItems(long index, int copies);

/// <summary>What is the same for all workers of a run.</summary>
/// <param name="ChunkSize">How many tasks they claim at once.</param>
/// <param name="Workers">How many there are.</param>
/// <param name="Tasks">How many tasks there are.</param>
/// <param name="Copies">How many times as many consecutive tasks as usual have the same input.</param>
/// <param name="MaxAttempts">How often a task may be run.</param>
/// <param name="FailFast">Not 0 if the first failure stops the run.</param>
internal readonly record struct RunSettings(ChunkSize ChunkSize, int Workers, long Tasks, int Copies, int MaxAttempts, int FailFast)
{
    /// <summary>Which task of the session the first one is.</summary>
    public long First { get; init; }

    /// <summary>Which worker of the session the first one is.</summary>
    public int FirstWorker { get; init; }

    // Written out, because a comparer of chunk sizes would be compiled at every start.
    public bool Equals(RunSettings other) => ChunkSize == other.ChunkSize && Workers == other.Workers && Tasks == other.Tasks && Copies == other.Copies
        && MaxAttempts == other.MaxAttempts && FailFast == other.FailFast && First == other.First && FirstWorker == other.FirstWorker;

    public override int GetHashCode() => Workers;

    public bool ArePossible(int maxWorkers, long maxTasks) =>
        ChunkSize.IsPossible && Workers >= 1 && Workers <= maxWorkers && Tasks >= 0 && Tasks <= maxTasks && (Copies == 1 || Copies == Workers) && MaxAttempts >= 1 && FailFast is 0 or 1 && First >= 0 && FirstWorker >= 0;
}

/// <summary>The next unclaimed task. The counter has two cache lines to itself: every worker writes to it, and anything that shared
/// a line with it would be slowed down too.</summary>
[StructLayout(LayoutKind.Explicit, Size = 192)]
internal struct ClaimCounter
{
    [FieldOffset(96)]
    private long next;

    public long Value => Volatile.Read(ref next);

    public void Reset() => next = 0;

    public long Claim(int count) => Interlocked.Add(ref next, count) - count;
}

/// <summary>What the board keeps of one task: 48 bytes, plain data. Only the worker that claimed the task writes to it, or the process
/// that reaps a dead worker. The verdict is written last: until then the task has not ended, whatever the other fields say.</summary>
internal struct TaskSlot
{
    public long StartedTicks;
    public long EndedTicks;

    /// <summary>The digest of the result; 0 for a task without one.</summary>
    public ulong Digest;

    /// <summary>Where the text is in the board's <see cref="TextBlocks"/>: the result's if values are kept, or the fault's. See <see cref="Excerpt"/> for results without a text.</summary>
    public long TextPosition;

    public int TextLength;
    public int Worker;

    /// <summary>The process that ran the task.</summary>
    public int Pid;

    public Verdict Verdict;

    /// <summary>How many attempts had failed before this one.</summary>
    public byte FailedAttempts;

    /// <summary>What <see cref="SumOf"/> was when the verdict was written.</summary>
    public ushort Sum;

    /// <summary>Of a result whose value is not kept, in place of its position and length.</summary>
    [UnscopedRef]
    public ref ResultExcerpt Excerpt => ref Unsafe.As<long, ResultExcerpt>(ref TextPosition);

    public readonly bool IsAsWritten => Sum == SumOf(StartedTicks, EndedTicks, Digest, Worker);

    /// <summary>Tells whether something has overwritten a bit of what statistics are made of. Takes a nanosecond. What else is wrong is noticed otherwise, or harms
    /// nothing.</summary>
    public static ushort SumOf(long started, long ended, ulong digest, int worker)
    {
        var sum = (ulong)started ^ BitOperations.RotateLeft((ulong)ended, 21) ^ BitOperations.RotateLeft(digest, 42) ^ (uint)worker;
        sum ^= sum >> 32;
        return (ushort)(sum ^ (sum >> 16));
    }
}
