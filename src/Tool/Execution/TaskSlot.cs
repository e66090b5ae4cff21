namespace Partime.Tool.Execution;

/// <summary>What the board keeps of one task: 48 bytes, plain data. Only the worker that claimed the task writes to it, or
/// whoever buries that; the verdict last: until then the task has not ended, whatever else stands here.</summary>
internal struct TaskSlot
{
    public long StartedTicks;
    public long EndedTicks;

    /// <summary>The digest of the result; 0 for a task without one.</summary>
    public ulong Digest;

    /// <summary>Where the result's text is in the board's <see cref="TextBlocks"/> if values are kept, or the fault's text.</summary>
    public long TextPosition;

    public int TextLength;
    public int Worker;

    /// <summary>The process that ran it.</summary>
    public int Pid;

    public Verdict Verdict;

    /// <summary>How often it had failed before.</summary>
    public byte FailedAttempts;
}
