using Partime.Tool.Measurement;
using Partime.Tool.Planning;
using Partime.Tool.Reporting;
using Partime.Tool.Sessions;

namespace Partime.Tool.Cli;

/// <summary>What <c>run</c> shows at its end.</summary>
internal static class RunResult
{
    public static void Show(Session session, SessionRequest request, Verbosity verbosity)
    {
        var (outcome, conclusion) = (session.Outcome, session.Conclusion);
        try
        {
            if (outcome.WasComplete && verbosity != Verbosity.Quiet)
                Message.WriteSentence($"{request.Resume}: {(outcome.FinishedCount == 1 ? "the only run is" : $"all {Readable.Count(outcome.FinishedCount)} runs are")} there already, so nothing was measured.");
            if (verbosity == Verbosity.Quiet || outcome.RunCount == 0)
                return;
            var terminal = request.Outputs.UseStandardOutput ? Terminal.Error() : Terminal.Out();
            if (request.Search is not null)
                ResultText.ShowAdvice(terminal, conclusion);
            else
                ResultText.ShowAll(terminal, ReportChapter.AllOf(conclusion, session.Info.Machine), VariantsText.Of(conclusion), verbosity);
            Message.WriteRemarks(conclusion.Remarks, verbosity);
        }
        finally
        {
            foreach (var problem in conclusion.Problems)
                Message.WriteError(problem);
            foreach (var fault in outcome.Findings.EndFaults)
                Message.WriteStack(fault.Stack);
            Message.WriteAll(session.OutputRemarks);
            if (outcome.Findings.Failures.Count > 0 && request.Words.Count == 0 && InputSpec.FileWithoutSign(request.Inputs) is { } file)
                Message.WriteSentence($"The input '{file}' is also a file: for its lines as inputs, write '@{file}'.");
        }
    }
}

/// <summary>What <c>run --dry-run</c> shows in place of a measurement.</summary>
internal static class DryRun
{
    public static int Show(Session session, SessionRequest request)
    {
        var taskRowsKept = session.EnsureOutputsPossible();
        var (plan, finished) = (session.Plan, session.Resumption?.FinishedCount ?? 0);
        var variants = VariantNames.Of(session.Info);
        // The file may have been written by a session of other variants.
        var expected = variants.Count > 0 ? [] : ExpectedTimes.From(request.Resume ?? request.Outputs.RunsCsv, request.Workload, plan);
        var terminal = Terminal.Out();
        terminal.Write(PlanTable.Of(plan, expected, request.ExecutorSettings.Count > 0 ? session.Info.ExecutorOptions : null, variants));
        foreach (var sentence in PlanText.Of(plan, expected, variants, finished, isSeedDrawn: (request.Seed ?? session.Resumption?.Seed) is null))
            terminal.WriteLine(sentence);
        if (request.Outputs.TasksCsv is not null)
            terminal.WriteLine(TasksCsvSize.Estimate(plan, session.Info.Metrics.Count, taskRowsKept));
        foreach (var path in request.Outputs.Replaced(isContinuing: request.Resume is not null))
            terminal.WriteLine($"{path} exists and would be replaced.");
        return ExitCode.Ok;
    }
}
