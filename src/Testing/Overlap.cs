using Partime.Tool.Execution;

namespace Partime.Testing;

/// <summary>Two tasks of one worker at the same time, which a worker cannot have run.</summary>
internal static class Overlap
{
    /// <returns>A sentence about the first, or <see langword="null"/> if there is none.</returns>
    public static string? In(ReadOnlySpan<TaskSlot> slots)
    {
        var byWorker = new SortedDictionary<(int Worker, long Started, long Ended), int>();
        for (var task = 0; task < slots.Length; task++)
            if (slots[task].EndedTicks != 0)
                byWorker[(slots[task].Worker, slots[task].StartedTicks, slots[task].EndedTicks)] = task;
        var last = (Worker: -1, Ended: 0L, Task: 0);
        foreach (var ((worker, started, ended), task) in byWorker)
        {
            if (worker == last.Worker && started < last.Ended)
                return $"worker {worker} ran tasks {last.Task} and {task} at the same time: give each of the workers a number of its own";
            last = (worker, ended, task);
        }
        return null;
    }
}
