using Partime.Tool.Execution;
using Partime.Tool.Planning;
using Partime.Tool.Plugins;
using Partime.Tool.Processes;

namespace Partime.Tool.Cli;

/// <summary>What worker processes are told, once for all of them: the workload with its options, and the inputs.</summary>
internal static unsafe class WorkerPayload
{
    /// <summary>The inputs are numbers, and begin where numbers do.</summary>
    private const int Alignment = sizeof(long);

    /// <summary>Makes the board that worker processes share, with their order on it.</summary>
    /// <param name="layout">How large it is.</param>
    /// <param name="workers">The most workers of any run.</param>
    /// <param name="recipe">The workload.</param>
    /// <param name="inputs">The tasks.</param>
    /// <param name="executorBytes">How much room the recipe of an executor needs behind them.</param>
    public static SharedBoardMemory Write(BoardLayout layout, int workers, WorkloadActivation activation, TaskInputs inputs, long executorBytes = 0)
    {
        var activationBytes = activation.ToBytes();
        var memory = SharedBoardMemory.Create(layout, workers, activationBytes.Length + Alignment + InputTable.BytesOf(inputs) + executorBytes);
        var order = memory.Order;
        activationBytes.CopyTo(new Span<byte>(order, activationBytes.Length));
        var inputsAt = Aligned(order + activationBytes.Length);
        InputTable.Write(inputs, inputsAt);
        memory.ExecutorAt = inputsAt + InputTable.BytesOf(inputs) - order;
        return memory;
    }

    /// <summary>Where the inputs begin.</summary>
    public static byte* Aligned(byte* at) => (byte*)(((nint)at + Alignment - 1) / Alignment * Alignment);
}
