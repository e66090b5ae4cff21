using Partime.Tool.Measurement;
using Partime.Tool.Planning;
using Partime.Tool.Reporting;
using Partime.Tool.Sessions;

namespace Partime.Tool.Cli;

/// <summary>What <c>run</c> shows at its end.</summary>
internal static class RunResult
{
    public static void Show(Session session, SessionRequest request, bool isQuiet)
    {
        var (outcome, conclusion) = (session.Outcome, session.Conclusion);
        try
        {
            if (outcome.WasComplete && !isQuiet)
                Message.WriteSentence($"{request.Resume}: {(outcome.FinishedCount == 1 ? "the only run is" : $"all {Readable.Count(outcome.FinishedCount)} runs are")} there already, so nothing was measured.");
            if (isQuiet || outcome.RunCount == 0)
                return;
            var terminal = request.Outputs.UseStandardOutput ? Terminal.Error() : Terminal.Out();
            if (request.Search is null)
                ShowTable(conclusion, session.Info.Machine, terminal);
            ShowAdvice(conclusion, terminal, isAskedFor: request.Search is not null);
            Message.WriteAll(conclusion.Remarks);
        }
        finally
        {
            Message.WriteAll(conclusion.Problems);
            Message.WriteAll(session.OutputRemarks);
            if (outcome.Findings.Failures.Count > 0 && InputSpec.FileWithoutSign(request.Inputs) is { } file)
                Message.WriteSentence($"The input '{file}' is also a file: for its lines as inputs, write '@{file}'.");
        }
    }

    private static void ShowAdvice(Conclusion conclusion, Terminal terminal, bool isAskedFor)
    {
        if (conclusion.Advice is null && isAskedFor)
            terminal.WriteLine(AdviceText.WhyNone(conclusion.Summaries, conclusion.IsBudgetSpent, conclusion.IsComplete));
        if (conclusion.Advice is { } advice)
            terminal.WriteLines(AdviceText.Of(advice, new ConfigurationNames(conclusion.Summaries.Select(summary => summary.Configuration)), conclusion.IsBudgetSpent));
    }

    public static void ShowTable(Conclusion conclusion, string machine, Terminal terminal)
    {
        if (conclusion.Summaries.Count == 0)
            return;
        terminal.WriteLine(SummaryTable.Heading(conclusion.Summaries, conclusion.Warmup));
        terminal.WriteLine(machine);
        terminal.Write(SummaryTable.Of(conclusion.Summaries, terminal.Width));
        foreach (var line in new LossBars(conclusion.Summaries).ForTerminal(terminal.Width))
            terminal.WriteLine(line);
        foreach (var sentence in ModelText.All(conclusion.Models))
            terminal.WriteLine(sentence);
    }
}

/// <summary>What <c>run --dry-run</c> shows in place of a measurement.</summary>
internal static class DryRun
{
    public static int Show(Session session, SessionRequest request)
    {
        var taskRowsKept = session.EnsureOutputsPossible();
        var (plan, finished) = (session.Plan, session.Resumption?.FinishedCount ?? 0);
        var expected = ExpectedTimes.From(request.Resume ?? request.Outputs.RunsCsv, request.Workload, plan);
        var terminal = Terminal.Out();
        terminal.Write(PlanTable.Of(plan, expected, request.ExecutorSettings.Count > 0 ? session.Info.ExecutorOptions : null));
        foreach (var sentence in PlanText.Of(plan, expected, finished, isSeedDrawn: (request.Seed ?? session.Resumption?.Seed) is null))
            terminal.WriteLine(sentence);
        if (request.Outputs.TasksCsv is not null)
            terminal.WriteLine(TasksCsvSize.Estimate(plan, session.Info.Metrics.Count, taskRowsKept));
        foreach (var path in request.Outputs.Replaced(isContinuing: request.Resume is not null))
            terminal.WriteLine($"{path} exists and would be replaced.");
        return ExitCode.Ok;
    }
}
