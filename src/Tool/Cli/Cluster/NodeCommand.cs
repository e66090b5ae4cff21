using System.Text;
using McMaster.Extensions.CommandLineUtils;
using Partime.Tool.Reporting;
using Partime.Tool.Sessions;

namespace Partime.Tool.Cli;

/// <summary><c>node</c>: works for the sessions of another machine.</summary>
internal static class NodeCommand
{
    private const int MaxSlots = 1024;

    /// <summary>A token is shorter.</summary>
    private const int MaxToken = 1_000;

    public static void Define(CommandLineApplication command, Action<Func<CancellationToken, Task<int>>> choose)
    {
        command.Description = "Makes this machine a node: it waits for sessions of another machine, and runs their tasks.";
        var join = command.One("--join", "The token of the other machine, from a file or from standard input. It is no argument, as arguments are shown to every user of this machine.").Takes("@FILE|-");
        var slots = command.One("--slots <N>", "How many workers it may have at once. Default: one per CPU.");
        var drain = command.Flag("--drain", "Ctrl-C lets the tasks finish that are under way. Without it, they are cancelled, and other nodes run them.");
        var accept = command.Flag("--accept-plugins", "Receive plugins that are missing here. Their code then runs as you, so the user of the other machine must be someone you trust with that.");
        command.OnExecute(() =>
        {
            var number = slots.ParseNumber(min: 1, defaultValue: Environment.ProcessorCount, max: MaxSlots);
            choose(token => RunAsync(
                new NodeHost(ReadToken(join.Value())) { Slots = number, StaysForSessions = true, Tell = Message.WriteSentence, AcceptsPlugins = accept.HasValue(), Draining = drain.HasValue() ? token : default },
                drain.HasValue() ? default : token));
            return ExitCode.Ok;
        });
    }

    private static async Task<int> RunAsync(NodeHost node, CancellationToken cancellationToken)
    {
        using var work = new WorkInProgress().Begin();
        using var suspensions = new Suspensions(Message.WriteSentence, SignalDispositions.IgnoreStop);
        Message.WriteSentence($"This node runs tasks as the user {Environment.UserName}, up to {Readable.Counted(node.Slots, "task")} at once, for the user who made the token{(node.AcceptsPlugins ? ", whose plugins it receives" : "")}. It listens nowhere. Ctrl-C ends it.");
        await NodeProgram.RunAsync(ClusterCommand.Executor(), node, cancellationToken);
        // A node has no other end than a signal, so that is no failure.
        UnexpectedExit.End(ExitCode.Ok);
        return ExitCode.Ok;
    }

    private static string ReadToken(string? join) => join switch
    {
        null or "" or "@" => throw new PartimeException("The token is missing: write --join @FILE, or --join - and give it on standard input. 'dotnet partime cluster token' prints it on the other machine."),
        "-" => ReadLine(new StreamReader(Files.StandardStreams.OpenInput()), "Standard input"),
        ['@', .. var file] => ReadFile(file),
        _ => throw new PartimeException("A token behind --join would be shown to every user of this machine: write it to a file that only you can read, and give --join @FILE, or give --join - and the token on standard input. If this was a token, make a new one with 'dotnet partime cluster token --new'."),
    };

    private static string ReadFile(string file)
    {
        if (Directory.Exists(file))
            throw new PartimeException($"{file} is a folder: name the file with the token.");
        try
        {
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & (UnixFileMode.GroupRead | UnixFileMode.OtherRead)) != 0)
                Message.WriteSentence($"Other users can read the token in {file}: 'chmod 600 {file}' prevents that.");
            using var reader = new StreamReader(FileToRead.Open(file));
            return ReadLine(reader, file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PartimeException($"The token cannot be read: {exception.Message}", exception);
        }
    }

    private static string ReadLine(TextReader reader, string place)
    {
        var line = new StringBuilder();
        while (line.Length < MaxToken && reader.Read() is not (-1 or '\n') and var letter)
            line.Append((char)letter);
        return line.ToString().Trim() is { Length: > 0 } token ? token : throw new PartimeException($"{place} has no token in its first line.");
    }
}
