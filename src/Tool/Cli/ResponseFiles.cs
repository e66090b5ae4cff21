namespace Partime.Tool.Cli;

/// <summary>An argument <c>@file</c> stands for the lines of the file, except behind <c>--inputs</c>, where the workload's
/// inputs are in the file.</summary>
internal static class ResponseFiles
{
    /// <summary>Those that are read: behind a command, the word is left as it is.</summary>
    public static IEnumerable<string> In(string[] args) => args.TakeWhile(arg => arg.StartsWith('@')).Select(arg => arg[1..]);

    /// <summary>Joins <c>--inputs @file</c> to one argument, which is then no response file any more.</summary>
    public static string[] Protect(string[] args)
    {
        var protectedArgs = new List<string>();
        foreach (var arg in args)
            if (arg.StartsWith('@') && protectedArgs.LastOrDefault() is "-i" or "--inputs")
                protectedArgs[^1] = $"--inputs={arg}";
            else
                protectedArgs.Add(arg);
        return [.. protectedArgs];
    }
}
