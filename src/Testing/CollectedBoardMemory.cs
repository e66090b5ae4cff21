using Partime.Tool.Execution;

namespace Partime.Testing;

/// <summary>Memory that lasts for as long as anybody can reach the board. A worker that outlives its run, as that of a faulty
/// executor may, must not write to what is somebody else's by then.</summary>
internal sealed unsafe class CollectedBoardMemory : BoardMemory
{
    private readonly PrivateBoardMemory memory;

    public CollectedBoardMemory(BoardLayout layout) : base(layout)
    {
        memory = new PrivateBoardMemory(layout);
        Header = memory.Header;
        Slots = memory.Slots;
        Metrics = memory.Metrics;
    }

    ~CollectedBoardMemory() => memory.Dispose();

    public override TextBlocks Texts => memory.Texts;

    public override void Dispose()
    {
        memory.Dispose();
        GC.SuppressFinalize(this);
    }
}
