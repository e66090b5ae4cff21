using System.Text;
using Partime.Tool.Plugins;
using Partime.Tool.Processes;

namespace Partime.Tool.Sessions;

/// <summary>The tool as a node: of a session on the same machine, whose <see cref="NodeProcess"/> starts it, or of sessions on another one.</summary>
internal static class NodeProgram
{
    /// <summary>The name of the command, the build, and a number.</summary>
    private const int Arguments = 3;

    /// <summary>In the process that a session has started.</summary>
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

    /// <summary>In the process of a command, until it is cancelled.</summary>
    /// <exception cref="PartimeException">This machine cannot be a node.</exception>
    public static async Task RunAsync(LoadedExecutor executor, NodeHost host, CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux())
            throw new PartimeException("Nodes need Linux. 'dotnet partime docs platforms' says why.");
        Session.Begin();
        MemoryKills.Watch();
        try
        {
            await ((INodeExecutor)executor.Executor).RunNodeAsync(host, cancellationToken);
        }
        catch (InvalidOperationException exception)
        {
            throw new PartimeException(exception.Message, exception);
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
