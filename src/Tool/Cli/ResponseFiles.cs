namespace Partime.Tool.Cli;

/// <summary>An argument <c>@file</c> stands for the lines of the file, except behind <c>--inputs</c> and <c>--join</c>, where the workload's
/// inputs or a secret are in the file.</summary>
internal static class ResponseFiles
{
    /// <summary>Those that are read: behind a command, the word is left as it is.</summary>
    public static IEnumerable<string> In(string[] args) => args.TakeWhile(arg => arg.StartsWith('@')).Select(arg => arg[1..]);

    /// <summary>Joins such an option and <c>@file</c> to one argument, which is then no response file any more.</summary>
    public static string[] Protect(string[] args)
    {
        var protectedArgs = new List<string>();
        foreach (var arg in args)
            if (arg.StartsWith('@') && protectedArgs.LastOrDefault() is "-i" or "--inputs" or "--join")
                protectedArgs[^1] = protectedArgs[^1] == "--join" ? $"--join={arg}" : $"--inputs={arg}";
            else
                protectedArgs.Add(arg);
        return [.. protectedArgs];
    }
}
