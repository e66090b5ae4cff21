using Partime.Tool.Files;
using Partime.Tool.Planning;
using Partime.Tool.Reporting;

namespace Partime.Tool.Cli;

/// <summary>What whoever interrupts a session or continues one is told of the rest of it.</summary>
internal static class Continuation
{
    /// <summary>How to go on with a session that ended early; <see langword="null"/> if nothing of it could be continued.</summary>
    /// <param name="outputs">Where its results went.</param>
    /// <param name="resumed">The file that it had been continued in itself.</param>
    /// <param name="finished">How many of its runs need not be run again.</param>
    public static string? Offer(Outputs outputs, string? resumed, int finished)
    {
        if (finished == 0 || outputs is { TasksCsv: not null } or { Json: not null } or { RunsCsv: null or OutputFile.StandardOutputPath } || !IsKept(outputs.RunsCsv!))
            return null;
        var runs = $"{Readable.Counted(finished, "finished run")} {(finished == 1 ? "is" : "are")} in {outputs.RunsCsv}: ";
        return runs + (resumed is not null
            ? "the same command continues the session."
            : $"the same command with --resume {outputs.RunsCsv} in place of --csv{(outputs.Append ? " and --append" : "")} continues the session.");
    }

    /// <summary>What a session that is continued begins with; <see langword="null"/> if it is at its end.</summary>
    public static string? Start(string file, Plan plan, int finished) =>
        plan.RunCount is { } all && finished >= all ? null : $"{file}: {PlanText.Finished(plan, finished)}.";

    /// <summary>A device or a pipe keeps nothing.</summary>
    private static bool IsKept(string path) => File.Exists(path) && new FileInfo(path).Length > 0;
}
