using Partime.Tool.Execution;
using Partime.Tool.Planning;
using Partime.Tool.Plugins;
using Partime.Tool.Processes;

namespace Partime.Tool.Cli;

/// <summary>What worker processes are told, once for all of them: the workload with its options, and the inputs.</summary>
internal static unsafe class WorkOrder
{
    /// <summary>The inputs are numbers, and begin where numbers do.</summary>
    private const int Alignment = sizeof(long);

    /// <summary>Makes the board that worker processes share, with their order on it.</summary>
    public static SharedBoardMemory Write(BoardLayout layout, int workers, WorkloadRecipe recipe, TaskInputs inputs)
    {
        var recipeBytes = recipe.ToBytes();
        var memory = SharedBoardMemory.Create(layout, workers, recipeBytes.Length + Alignment + InputTable.BytesOf(inputs));
        var order = memory.Order;
        recipeBytes.CopyTo(new Span<byte>(order, recipeBytes.Length));
        InputTable.Write(inputs, Aligned(order + recipeBytes.Length));
        return memory;
    }

    /// <summary>Where the inputs begin.</summary>
    public static byte* Aligned(byte* at) => (byte*)(((nint)at + Alignment - 1) / Alignment * Alignment);
}
