using Partime.Tool.Execution;
using Partime.Tool.Planning;
using Partime.Tool.Plugins;
using Partime.Tool.Processes;

namespace Partime.Tool.Sessions;

/// <summary>What all worker processes find on the board: the workload with its options, and the inputs.</summary>
internal static unsafe class WorkerPayload
{
    /// <summary>The inputs are numbers, and begin where numbers may.</summary>
    private const int Alignment = sizeof(long);

    /// <summary>Creates the board that worker processes share, with the payload on it.</summary>
    /// <param name="layout">The board's size.</param>
    /// <param name="workers">The most workers of any run.</param>
    /// <param name="activation">The workload.</param>
    /// <param name="inputs">The tasks.</param>
    /// <param name="executorBytes">The space to reserve behind them for the activation of an executor.</param>
    public static SharedBoardMemory Write(BoardLayout layout, int workers, WorkloadActivation activation, TaskInputs inputs, long executorBytes = 0) =>
        Write(layout, workers, activation.ToBytes(), InputTable.BytesOf(inputs), table => InputTable.Write(inputs, (byte*)table), executorBytes);

    /// <summary>On a node, which has the inputs as a table from the start.</summary>
    public static SharedBoardMemory Write(BoardLayout layout, WorkloadActivation activation, NodeInputs inputs) =>
        Write(layout, workers: 1, activation.ToBytes(), inputs.Table.Length, table => inputs.CopyTo(new Span<byte>((byte*)table, inputs.Table.Length)));

    private static SharedBoardMemory Write(BoardLayout layout, int workers, byte[] activation, long inputBytes, Action<nint> writeInputs, long executorBytes = 0)
    {
        var memory = SharedBoardMemory.Create(layout, workers, activation.Length + Alignment + inputBytes + executorBytes);
        memory.Change(() =>
        {
            var payload = memory.Payload;
            activation.CopyTo(new Span<byte>(payload, activation.Length));
            var inputsAt = Aligned(payload + activation.Length);
            writeInputs((nint)inputsAt);
            memory.PlaceExecutor(inputsAt + inputBytes - payload);
        });
        return memory;
    }

    public static (WorkloadActivation Workload, PluginActivator Activator, TaskInputs Inputs) Read(byte* payload)
    {
        var workload = WorkloadActivation.Read(ref payload);
        return (workload, new PluginActivator(workload.Dependencies), InputTable.Read(Aligned(payload)));
    }

    private static byte* Aligned(byte* at) => (byte*)(((nint)at + Alignment - 1) / Alignment * Alignment);
}
