using Partime.Tool.Execution;

namespace Partime.Tool.Processes;

/// <summary>Tasks that a dead worker had claimed and not started. Other workers take them.</summary>
internal sealed class UnstartedTasks(Board board)
{
    private readonly Queue<TaskRange> ranges = new();

    public int Count => ranges.Count;

    /// <summary>Whether a worker may have died between claiming tasks and recording which.</summary>
    public bool MayBeMissing { get; set; }

    /// <summary>Adds tasks in as many pieces as there are workers, so that one other worker does not get all of them.</summary>
    /// <param name="start">The first task.</param>
    /// <param name="end">The task after the last one, not above the number of tasks.</param>
    public void Add(long start, long end)
    {
        var piece = Math.Max(1, (end - start) / board.Settings.Workers);
        for (; start < end; start += piece)
            ranges.Enqueue(new TaskRange(start, Math.Min(end, start + piece)));
    }

    public bool TryTake(out TaskRange range) => ranges.TryDequeue(out range);

    /// <summary>Adds all tasks without a verdict. Called when everything has been claimed and no worker is working.</summary>
    public void FindMissing()
    {
        if (!MayBeMissing)
            return;
        MayBeMissing = false;
        var slots = board.Log.Slots;
        for (var task = 0; task < slots.Length; task++)
            if (slots[task].Verdict == Verdict.None)
                ranges.Enqueue(new TaskRange(task, task + 1));
    }
}
