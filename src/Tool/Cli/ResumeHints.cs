using Partime.Tool.Files;
using Partime.Tool.Planning;
using Partime.Tool.Reporting;
using Partime.Tool.Sessions;

namespace Partime.Tool.Cli;

/// <summary>How a session is continued, with the options to type.</summary>
internal static class ResumeHints
{
    /// <summary>For a session that was interrupted; <see langword="null"/> if there is nothing to continue.</summary>
    /// <param name="request">The session.</param>
    /// <param name="finished">How many of its runs are finished.</param>
    public static string? AfterInterruption(SessionRequest request, int finished)
    {
        var (outputs, resumed) = (request.Outputs, request.Resume);
        if (finished == 0 || outputs is { TasksCsv: not null } or { Json: not null } or { RunsCsv: null or OutputFile.StandardOutputPath } || !IsKept(outputs.RunsCsv!))
            return null;
        var runs = $"{Readable.Counted(finished, "finished run")} {(finished == 1 ? "is" : "are")} in {outputs.RunsCsv}: ";
        return runs + (request.Search is not null ? $"'report {outputs.RunsCsv}' shows them, with the advice that follows from them."
            : resumed is not null ? "the same command continues the session."
            : $"the same command with --resume {outputs.RunsCsv} in place of --csv{(outputs.Append ? " and --append" : "")} continues the session.");
    }

    /// <summary>For a session that continues now; <see langword="null"/> if it is complete.</summary>
    public static string? AtStart(string file, Plan plan, int finished) =>
        plan.RunCount is { } all && finished >= all ? null : $"{file}: {PlanText.Finished(plan, finished)}.";

    /// <summary>For a session that is not the one in the file.</summary>
    public static string AfterRefusal(SessionDiffersException refusal, string file, int? rounds) => refusal switch
    {
        { IsComplete: false } => "Run with the same arguments and plugins as then, or measure again with --csv.",
        { MoreRounds: { } more } => $"That session is complete: for {Readable.Counted(more, "more round")}, write --csv {file} --append --rounds {more} in place of --resume {file} --rounds {rounds}.",
        _ => $"For more rounds, write --csv {file} --append in place of --resume {file}.",
    };

    /// <summary>A device or a pipe keeps nothing.</summary>
    private static bool IsKept(string path) => OutputPath.LengthOf(path) > 0;
}
