using System.Reflection;
using System.Text;

namespace Partime.Plugins.Command;

/// <summary>The options as they are needed for each command, checked once.</summary>
internal sealed record CommandSettings(CommandWords Words, CommandWords? Prepare, CommandWords? Cleanup, HashSet<int> OkExitCodes)
{
    public bool StandardInput { get; init; }

    public OutputWay Output { get; init; }

    /// <summary>In full; empty for none.</summary>
    public string Keep { get; init; } = "";

    /// <summary>In full; empty for the current one.</summary>
    public string Folder { get; init; } = "";

    public bool IsDeterministic { get; init; } = true;

    public TimeSpan? Timeout { get; init; }

    /// <summary>What is added to the environment, as <c>NAME=VALUE</c>.</summary>
    public IReadOnlyList<string> Environment { get; init; } = [];

    /// <summary>For tests: whether commands run as on Windows and macOS.</summary>
    public bool IsPortable { get; init; }

    /// <exception cref="WorkFailedException">An option is wrong, alone or beside another.</exception>
    public static CommandSettings Of(CommandWorkload workload)
    {
        var values = new Dictionary<string, string>();
        foreach (var text in workload.Names)
            values[text[..text.IndexOf('=')]] = text[(text.IndexOf('=') + 1)..];
        var names = new CommandNames(values);
        var stdin = workload.Input == InputWay.Stdin;
        var words = workload.Shell ? CommandWords.OfScript(string.Join(' ', workload.Command), names, isArgument: !stdin) : CommandWords.Of(workload.Command, names, isArgument: !stdin);
        var settings = new CommandSettings(words, Script(workload.Prepare, names), Script(workload.Cleanup, names), [.. workload.OkExitCodes])
        {
            StandardInput = stdin,
            Output = workload.Output,
            Keep = CommandWords.TextOf("keep", workload.Keep, names),
            IsDeterministic = workload.IsDeterministic,
            Folder = workload.Folder.Length == 0 ? "" : Path.GetFullPath(workload.Folder),
            Timeout = workload.Timeout,
            Environment = workload.EnvironmentVariables,
            IsPortable = workload.IsPortable,
        };
        names.EnsureAllUsed();
        if (settings.Folder.Length > 0 && !Directory.Exists(settings.Folder))
            throw new WorkFailedException($"The option 'folder' is '{workload.Folder}', which is no folder: create it, or name another.");
        if (settings.Environment.FirstOrDefault(variable => variable.IndexOf('=') <= 0 || variable.Contains('\0')) is not null)
            throw new WorkFailedException("The option 'environment' has a variable that is not written as NAME=VALUE: write 'environment=NAME=VALUE'.");
        return settings with { Keep = FolderFor(settings.Keep) };
    }

    /// <summary>Makes the folder that outputs are kept in.</summary>
    private static string FolderFor(string keep)
    {
        if (File.Exists(keep))
            throw new WorkFailedException($"The option 'keep' is '{keep}', which is no folder: name another.");
        try
        {
            return keep.Length == 0 ? "" : Directory.CreateDirectory(keep).FullName;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new WorkFailedException($"The option 'keep' is '{keep}', a folder that cannot be made: {exception.Message.TrimEnd('.')}. Name another.");
        }
    }

    private static CommandWords? Script(string text, CommandNames names) => text.Length == 0 ? null : CommandWords.OfScript(text, names, isArgument: false);
}

/// <summary>The values of <c>{name}</c>, each of which must be used.</summary>
internal sealed class CommandNames(Dictionary<string, string> values)
{
    private readonly HashSet<string> used = [];

    public string ValueOf(string name)
    {
        used.Add(name);
        return values.TryGetValue(name, out var value) ? value
            : IsOption(name) ? throw new WorkFailedException($"The command has {{{name}}}, which is named as an option of 'command': choose another name, or write {{{{{name}}}}} for the text {{{name}}}.")
            : throw new WorkFailedException($"The command has {{{name}}}, which has no value: add --set {name}=… or --vary {name}=…, or write {{{{{name}}}}} for the text {{{name}}}.");
    }

    private static bool IsOption(string name) =>
        typeof(CommandWorkload).GetProperties().Any(property => property.GetCustomAttribute<OptionAttribute>() is { Others: false } option && option.Name.Replace('-', '_') == name.Replace('-', '_'));

    public void EnsureAllUsed()
    {
        foreach (var name in values.Keys)
            if (!used.Contains(name))
                throw new WorkFailedException($"The setting '{name}' is no option of 'command', and the command has no {{{name}}}: correct the name, or write {{{name}}} where the value belongs.");
    }
}

/// <summary>The environment of commands: the one that partime was started with, byte for byte and the same in worker processes, and the option.</summary>
internal static class CommandEnvironment
{
    /// <summary>Partime counts by it how deeply it has started itself.</summary>
    private const string Depth = "PARTIME_DEPTH";

    /// <summary>What worker processes have in addition.</summary>
    private static readonly string[] OfWorkers = ["DOTNET_EnableDiagnostics=0", "DOTNET_LTTng=0"];

    /// <summary>The folders in which programs are looked for.</summary>
    public static string[] PathIn(IEnumerable<byte[]> variables)
    {
        var path = variables.LastOrDefault(variable => variable.AsSpan().StartsWith("PATH="u8));
        return (path is null ? "/usr/local/bin:/usr/bin:/bin" : Encoding.UTF8.GetString(path.AsSpan("PATH=".Length))).Split(':');
    }

    public static List<byte[]> Of(CommandSettings settings)
    {
        string[] added = [.. System.Environment.GetEnvironmentVariable(Depth) is { } depth ? [$"{Depth}={depth}"] : (string[])[], .. settings.Environment];
        var replaced = added.Select(variable => Encoding.UTF8.GetBytes(variable[..(variable.IndexOf('=') + 1)])).ToList();
        var variables = new List<byte[]>();
        var start = File.ReadAllBytes("/proc/self/environ").AsSpan();
        for (; start.IndexOf((byte)0) is >= 0 and var length; start = start[(length + 1)..])
        {
            var variable = start[..length].ToArray();
            if (!OfWorkers.Contains(Encoding.UTF8.GetString(variable)) && !replaced.Exists(name => variable.AsSpan().StartsWith(name)))
                variables.Add(variable);
        }
        // Of a variable that is given twice, the last one.
        variables.AddRange(added.GroupBy(variable => variable[..variable.IndexOf('=')]).Select(same => Encoding.UTF8.GetBytes(same.Last())));
        return variables;
    }
}
