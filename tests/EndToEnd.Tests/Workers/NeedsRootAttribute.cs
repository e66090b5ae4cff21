using System.Diagnostics;

namespace Partime.EndToEnd.Tests.Workers;

/// <summary>A fact that can only be checked by root, and with a command that root may not always use in a container. It is tried
/// out: where it works nothing is skipped.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NeedsRootAttribute : TheoryAttribute
{
    public NeedsRootAttribute(string program, params string[] arguments)
    {
        Program = program;
        if (!Environment.IsPrivilegedProcess || !Works(program, arguments))
            Skip = $"{program} cannot be used here";
    }

    public string Program { get; }

    private static bool Works(string program, string[] arguments)
    {
        try
        {
            using var process = Process.Start(program, [.. arguments, "true"]);
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
