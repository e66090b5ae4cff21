namespace Partime.Tool.Execution;

/// <summary>What the board keeps of one task: 48 bytes, plain data. Only the worker that claimed the task writes to it.</summary>
internal struct TaskSlot
{
    public long StartedTicks;
    public long EndedTicks;

    /// <summary>The digest of the result; 0 for a task without one.</summary>
    public ulong Digest;

    /// <summary>Where the result's text is in the worker's <see cref="ValueStore"/>, if values are kept.</summary>
    public long ValuePosition;

    public int ValueLength;
    public int Worker;
    public Verdict Verdict;
}
