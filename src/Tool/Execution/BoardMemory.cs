namespace Partime.Tool.Execution;

/// <summary>Where a board's parts are in memory. The board is the same whether only this process sees that memory
/// (<see cref="PrivateBoardMemory"/>) or worker processes map it too.</summary>
internal abstract unsafe class BoardMemory(BoardLayout layout) : IDisposable
{
    public BoardLayout Layout { get; } = layout;

    public BoardHeader* Header { get; protected init; }

    public ref BoardHeader Head => ref *Header;

    public TaskSlot* Slots { get; protected init; }

    /// <summary>A row of numbers per task; null if the workload has no metrics.</summary>
    public double* Metrics { get; protected init; }

    public abstract TextBlocks Texts { get; }

    public abstract void Dispose();
}
