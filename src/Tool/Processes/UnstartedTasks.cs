using Partime.Tool.Execution;

namespace Partime.Tool.Processes;

/// <summary>Tasks that a dead worker had claimed and not begun: others take them.</summary>
internal sealed class UnstartedTasks(Board board, SharedBoardMemory memory)
{
    private readonly Queue<TaskRange> ranges = new();

    public int Count => ranges.Count;

    /// <summary>Whether a worker may have died between claiming tasks and writing down which.</summary>
    public bool MayBeMissing { get; set; }

    /// <summary>In as many pieces as there are workers, so that one worker's loss is not one other's alone.</summary>
    public void Add(long start, long end)
    {
        var piece = Math.Max(1, (end - start) / Math.Max(1, memory.Head.Workers));
        for (; start < end; start += piece)
            ranges.Enqueue(new TaskRange(start, Math.Min(end, start + piece)));
    }

    public bool TryTake(out TaskRange range) => ranges.TryDequeue(out range);

    /// <summary>When everything has been claimed and nobody works: whatever has no verdict is nobody's.</summary>
    /// <returns>Whether there was something.</returns>
    public bool FindMissing()
    {
        if (!MayBeMissing)
            return false;
        MayBeMissing = false;
        var slots = board.Log.Slots;
        for (var task = 0; task < slots.Length; task++)
            if (slots[task].Verdict == Verdict.None)
                ranges.Enqueue(new TaskRange(task, task + 1));
        return Count > 0;
    }
}
