using McMaster.Extensions.CommandLineUtils;
using Partime.Tool.Analysis;
using Partime.Tool.Files;
using Partime.Tool.Planning;
using Partime.Tool.Reporting;
using Partime.Tool.Sessions;

namespace Partime.Tool.Cli;

/// <summary>The options of <c>advise</c>: a <c>run</c> that chooses what it measures.</summary>
internal sealed class AdviseOptions(CommandLineApplication command)
{
    private static readonly string[] Executors = ["serial", "threads", "async", "process-pool"];
    private static readonly string[] Workers = ["1,2,4,8,16,32,64,auto,tasks"];
    private static readonly string[] ChunkSizes = ["1,auto"];

    private readonly WorkOptions work = new(command, "advise", string.Join(',', Executors), "1,2,4 … 64, auto and tasks, of which it tries what may help", "1, and auto where handing out tasks takes long");
    private readonly CommandOption vary = command.Vary("each a variant with an answer of its own, and which of them to use; or tasks=N1,N2: an answer for each number of tasks");
    private readonly CommandOption within = command.One("--within <PERCENT>", "Prefer fewer workers if they take at most this much longer than the fastest. Default: 5%.");
    private readonly CommandOption budget = command.One("--budget <DURATION>", "How much time to measure. The first round may exceed it; then quick variants may get up to a tenth of it on top. Default: 30s.");
    private readonly CommandOption sameResults = command.SameResults();
    private readonly CommandOption scale = command.Hidden("--scale");
    private readonly CommandOption seed = command.Seed();
    private readonly CommandOption json = command.One("--json <FILE>", "Write the advice as JSON, with its evidence; '-' is standard output.");
    private readonly CommandOption runsCsv = command.One("--csv <FILE>", "Write a row per run that was measured; '-' is standard output.");
    private readonly CommandOption columns = command.Columns("the runs CSV");
    private readonly CommandOption html = command.Html();
    private readonly CommandOption xlsx = command.Xlsx();
    private readonly Func<Verbosity> verbosity = command.Verbosity();

    public static void Define(CommandLineApplication command, Action<Func<CancellationToken, Task<int>>> choose)
    {
        command.AllowArgumentSeparator = true;
        command.Description = "Finds the executor, the number of workers and the chunk size to use for a workload.";
        var options = new AdviseOptions(command);
        command.OnExecute(() =>
        {
            choose(new RunCommand(options.ToRequest(), options.verbosity()).ExecuteAsync);
            return ExitCode.Ok;
        });
    }

    private SessionRequest ToRequest()
    {
        var request = work.ToRequest();
        if (scale.ParseScale() == Scale.Weak)
            throw new PartimeException("advise looks for the fastest way to run the same tasks, so it takes no --scale weak: leave it out, or measure with 'run --scale weak'.");
        return request with
        {
            Varied = [.. vary.Values.OfType<string>().Select(VariedOption.Parse)],
            SameResults = sameResults.HasValue(),
            // The baseline is always measured: without it there is no advice.
            Executors = request.Executors.Count > 0 ? [Summary.Baseline, .. request.Executors] : Executors,
            Workers = request.Workers.Count > 0 ? request.Workers : WorkerSpec.ParseList(Workers),
            ChunkSizes = request.ChunkSizes.Count > 0 ? request.ChunkSizes : ChunkSpec.ParseList(ChunkSizes),
            Search = new SearchGoal(
                within.Value() is { } text ? Percentage.Parse("--within", text, 0, 1) : Advice.DefaultWithin,
                RoundsSpec.Parse(null, null, budget.Value()).Budget)
            { Decided = step => Message.WriteAll(verbosity() == Verbosity.Quiet ? null : SearchText.Of(step)) },
            Seed = seed.ParseSeed(),
            Outputs = new Outputs(runsCsv.FullPath(), null, Excel: false) { Columns = columns.Parts(), Advice = json.FullPath(), Html = html.FullPath(), Xlsx = xlsx.FullPath() },
        };
    }
}
