using Partime.Tool.Files;
using Partime.Tool.Planning;
using Partime.Tool.Reporting;
using Partime.Tool.Sessions;

namespace Partime.Tool.Cli;

/// <summary><c>run</c>: open, measure, conclude.</summary>
internal sealed class RunCommand(SessionRequest request, Verbosity verbosity = Verbosity.Normal, bool isDryRun = false)
{
    public async Task<int> ExecuteAsync(CancellationToken cancellationToken)
    {
        // When standard output carries the data, what plugins write there goes to standard error.
        if (request.Outputs.UseStandardOutput && !isDryRun)
            StandardStreams.KeepOutput();
        LeftoverThreads.Expect(request.WorkloadNames);
        InputFiles.EnsureApart([.. InputSpec.FilesIn(request.Inputs), request.PluginLock ?? ""], request.Outputs);
        using var exit = new UnexpectedExit(request.WorkloadNames, Message.Write, cancellationToken);
        using var suspensions = new Suspensions(Message.WriteSentence, SignalDispositions.IgnoreStop);
        using var session = Open();
        if (isDryRun)
            return DryRun.Show(session, request);
        StandardStreams.EndInput();
        using var work = new WorkInProgress();
        try
        {
            Message.WriteAll(session.OpenOutputs());
            if (verbosity != Verbosity.Quiet)
                Message.WriteAll(session.SizeWarnings);
            work.Begin();
            using var progress = ProgressBar.Start(() => session.Progress, () => session.Outcome.ExpectedRuns, session.Outcome.Names, verbosity == Verbosity.Quiet);
            await session.MeasureAsync(cancellationToken);
        }
        finally
        {
            // Also when an output is full or the workload fails at its end.
            RunResult.Show(session, request, verbosity);
        }
        if (cancellationToken.IsCancellationRequested && !session.Outcome.IsComplete)
            Message.WriteAll(ResumeHints.AfterInterruption(request, session.Outcome.FinishedCount));
        return session.Outcome.ExitCode;
    }

    private Session Open()
    {
        try
        {
            var session = Session.Open(request, Catalog.Open(request.Plugins, request.PluginLock, Message.WriteSentence));
            Message.WriteAll(verbosity == Verbosity.Quiet ? [] : session.Remarks);
            if (session.Resumption is { } former && !isDryRun && verbosity != Verbosity.Quiet)
                Message.WriteAll(ResumeHints.AtStart(request.Resume!, session.Plan, former.FinishedCount));
            return session;
        }
        catch (SessionDiffersException refusal)
        {
            throw new PartimeException($"{refusal.Message} {ResumeHints.AfterRefusal(refusal, request.Resume!, request.Rounds.Fixed)}", refusal);
        }
    }
}
