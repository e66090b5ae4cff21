using System.Text;
using Partime.Tool.Plugins;
using Partime.Tool.Processes;

namespace Partime.Tool.Sessions;

/// <summary>The tool as a node of a session on the same machine. Only <see cref="NodeProcess"/> starts it.</summary>
internal static class NodeProgram
{
    /// <summary>The name of the command, the build, and a number.</summary>
    private const int Arguments = 3;

    public static int Run(string[] args)
    {
        if (!WorkerArguments.IsOwnProcess(args, Arguments))
            return ExitCode.Usage;
        try
        {
            StartConditions.Capture(WorkerDescriptors.End);
            MemoryKills.Watch();
            var (executor, told) = Read();
            executor.RunNodeAsync(new NodeHost(told) { IsOwn = true }, CancellationToken.None).AsTask().GetAwaiter().GetResult();
            return ExitCode.Ok;
        }
        catch (Exception exception)
        {
            // The starter reads it, and tells the user.
            Console.Error.WriteLine(exception is PartimeException ? exception.Message : exception.ToString());
            return ExitCode.Bug;
        }
    }

    private static (INodeExecutor Executor, string Told) Read()
    {
        using var input = new BinaryReader(Console.OpenStandardInput());
        var activation = input.ReadBytes(input.ReadInt32());
        using var rest = new MemoryStream();
        input.BaseStream.CopyTo(rest);
        return (Construct(activation), Encoding.UTF8.GetString(rest.ToArray()));
    }

    private static unsafe INodeExecutor Construct(byte[] bytes)
    {
        fixed (byte* start = bytes)
        {
            var activation = ExecutorActivation.Read(start);
            return (INodeExecutor)activation.Construct(new PluginActivator(activation.Dependencies));
        }
    }
}
