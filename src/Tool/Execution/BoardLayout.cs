using System.Runtime.CompilerServices;

namespace Partime.Tool.Execution;

/// <summary>What decides how large a board is.</summary>
/// <param name="Tasks">The number of tasks.</param>
/// <param name="MetricNames">The metrics that each task may report.</param>
/// <param name="KeepValues">Whether the results' texts are kept, or only their digests.</param>
internal sealed record BoardLayout(long Tasks, IReadOnlyList<string> MetricNames, bool KeepValues)
{
    /// <summary>What it takes besides, once, to list every worker's tasks.</summary>
    private const int BytesToSumUp = sizeof(int);

    /// <summary>The memory that the slots and metrics take; values come on top as they are recorded.</summary>
    public long Bytes => Tasks * (Unsafe.SizeOf<TaskSlot>() + (sizeof(double) * MetricNames.Count));

    private long BytesNeeded => Bytes + (Tasks * BytesToSumUp);

    /// <summary>Refuses what cannot fit, before anything is measured.</summary>
    /// <param name="availableBytes">The memory that this process may use.</param>
    public void EnsureFits(long availableBytes)
    {
        if (Tasks * Math.Max(1, MetricNames.Count) > Array.MaxLength || BytesNeeded > availableBytes)
            throw new PartimeException(
                $"The board for {Tasks:N0} tasks needs {BytesNeeded / 1e9:F1} GB of memory, this process may use {availableBytes / 1e9:F1} GB: choose fewer inputs.");
    }
}
