using System.Collections;
using System.ComponentModel;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Partime.Tool.Processes;

/// <summary>Worker processes with what .NET offers on every system.</summary>
internal sealed class PortableHome : WorkerHome
{
    // Before any task can change them.
    private readonly Dictionary<string, string?> environment = EnvironmentOfStart();
    private readonly string folder = Environment.CurrentDirectory;

    /// <summary>What a worker was started with: the names of the files are its last arguments.</summary>
    public static WorkerParent Parent(string[] args)
    {
        var (board, texts) = (args[^2], args[^1]);
        // First, as it holds the lifeline.
        var channel = PipeChannel.ToParent(whenParentIsGone: () => MappedFile.Delete(board, texts));
        return new(MappedFile.Open(board), MappedFile.Open(texts), channel);
    }

    public override bool TryCreateFile(string folder, [NotNullWhen(true)] out SharedFile? file, out FileRefusal refusal) => MappedFile.TryCreate(folder, out file, out refusal);

    public override WorkerStarter StarterOf(string argument, SharedBoardMemory memory, PoolArguments pool) =>
        new PortableStarter([.. WorkerArguments.Start(argument, WorkerArguments.NumbersOf(memory, pool))], memory.FileNames, folder, environment);

    public override WorkerEvents CreateEvents() => new SignalledEvents();

    private static Dictionary<string, string?> EnvironmentOfStart()
    {
        var variables = new Dictionary<string, string?>();
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
            variables[(string)variable.Key] = (string?)variable.Value;
        variables[NestingGuard.Variable] = NestingGuard.Level.ToString(CultureInfo.InvariantCulture);
        // See WorkerCommand.
        variables.TryAdd("DOTNET_EnableDiagnostics", "0");
        variables.TryAdd("DOTNET_LTTng", "0");
        return variables;
    }
}

/// <param name="words">The program and its arguments, up to the number of the worker.</param>
/// <param name="files">The last arguments.</param>
/// <param name="folder">Where it starts.</param>
/// <param name="environment">Its environment.</param>
internal sealed class PortableStarter(string[] words, string[] files, string folder, Dictionary<string, string?> environment) : WorkerStarter
{
    public override void Dispose()
    {
        // It holds nothing of the system.
    }

    protected override WorkerProcess Spawn(int number, WorkerEvents events)
    {
        // Without a window it has no part in a console, whose Ctrl-C would end it.
        var start = new ProcessStartInfo(words[0], [.. words[1..], WorkerArguments.Text(number), .. files])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            CreateNoWindow = true,
            WorkingDirectory = folder,
        };
        start.Environment.Clear();
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        try
        {
            return new PortableWorker(number, Process.Start(start)!, events);
        }
        catch (Exception exception) when (exception is Win32Exception or IOException)
        {
            throw new WorkerStartException(exception.Message);
        }
    }
}

/// <summary>Threads that listen to workers wake the one that looks after them.</summary>
internal sealed class SignalledEvents : WorkerEvents
{
    private readonly object gate = new();
    private bool isSet;

    public override void Wait(IReadOnlyList<WorkerProcess> workers, int timeoutMs)
    {
        lock (gate)
        {
            if (!isSet)
                Monitor.Wait(gate, timeoutMs);
            isSet = false;
        }
    }

    public override void Wake()
    {
        lock (gate)
        {
            isSet = true;
            Monitor.Pulse(gate);
        }
    }

    public override void Dispose()
    {
        // It holds nothing of the system.
    }
}
