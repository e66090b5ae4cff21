using McMaster.Extensions.CommandLineUtils;
using Partime.Tool.Analysis;
using Partime.Tool.Planning;
using Partime.Tool.Reporting;

namespace Partime.Tool.Cli;

/// <summary><c>compare</c>: whether runs of today are faster or slower than those of a baseline.</summary>
internal sealed record CompareCommand(string Baseline, string New, EquivalenceBand Band, double? FailOn, bool AllowInconclusive, Outputs Outputs, bool IsQuiet)
{
    private const double MaxFailOn = 100;

    public static void Define(CommandLineApplication command, Action<Func<CancellationToken, Task<int>>> choose)
    {
        command.Description = "Compares the runs of two files and says which configurations are faster or slower.";
        var files = command.Argument("FILE", "Two runs CSVs, the baseline first; '-' is standard input.", multipleValues: true);
        var band = command.Band();
        var failOn = command.One("--fail-on <PERCENT>", "Exit with 4 if a configuration is significantly slower, by more than this, and with 5 if one may be.");
        var allowInconclusive = command.Flag("--allow-inconclusive", "With --fail-on, exit with 0 if a configuration may be slower but is not significantly slower.");
        var csv = command.One("--csv <FILE>", "Write a row per configuration; '-' is standard output.");
        var markdown = command.One("--markdown <FILE>", "Write the table as Markdown; '-' is standard output.");
        var json = command.One("--json <FILE>", "Write the comparison as JSON; '-' is standard output.");
        var html = command.Html();
        var quiet = command.Quiet();
        command.OnExecute(() =>
        {
            if (files.Values is not [{ } baseline, { } @new])
                throw new PartimeException($"compare takes two files, not {files.Values.Count}: write 'dotnet partime compare BASELINE.csv NEW.csv'.");
            var chosen = new CompareCommand(
                baseline,
                @new,
                band.ParseBand(),
                failOn.Value() is { } text ? Percentage.Parse("--fail-on", text, 0, MaxFailOn) : null,
                allowInconclusive.HasValue(),
                new Outputs(csv.Value(), null, Excel: false) { Markdown = markdown.Value(), Json = json.Value(), Html = html.Value() },
                quiet.HasValue());
            choose(_ => Task.FromResult(chosen.Execute()));
            return ExitCode.Ok;
        });
    }

    private int Execute()
    {
        InputFiles.EnsureApart([Baseline, New], Outputs);
        var files = InputFiles.Read([Baseline, New]);
        var pairing = Pairing.Of(Arm.AllOf(files[0].AsNamed), Arm.AllOf(files[1].AsNamed));
        string[] remarks = [.. ComparisonRemarks.Of(files[0], files[1], pairing)];
        EnsureComparable(files, pairing, remarks);
        var comparisons = Comparison.Of(pairing.Pairs, Band);
        var report = new ComparisonReport(comparisons, pairing, files, remarks);
        report.Write(Outputs);
        if (!IsQuiet)
        {
            report.Show(Outputs.UseStandardOutput ? Terminal.Error() : Terminal.Out());
            Message.WriteAll(remarks);
        }
        return FailOn is { } limit ? Judge(limit, comparisons, pairing, report.Names) : ExitCode.Ok;
    }

    private static void EnsureComparable(IReadOnlyList<RunsFile> files, Pairing pairing, string[] remarks)
    {
        if (pairing.Pairs.Count > 0)
            return;
        string Workloads(RunsFile file) => string.Join(" and ", file.Sessions.Select(session => session.Workload).Distinct());
        string Scales(RunsFile file) => string.Join(" and ", file.Runs.Select(run => Label.Of(run.Scenario.Scale)).Distinct());
        var (before, now, scaleBefore, scaleNow) = (Workloads(files[0]), Workloads(files[1]), Scales(files[0]), Scales(files[1]));
        throw new PartimeException(before != now
            ? $"{files[0].Name} is of {before} and {files[1].Name} of {now}: name two files with runs of the same workload."
            : scaleBefore != scaleNow ? $"{files[0].Name} has runs of {scaleBefore} scaling and {files[1].Name} of {scaleNow} scaling: name two files of the same scaling."
            : $"{files[0].Name} and {files[1].Name} have no configuration in common{(pairing.Doubtful.Count > 0 ? " whose rounds have results" : "")}. {string.Join(' ', remarks)}".TrimEnd());
    }

    /// <summary>An inconclusive comparison does not pass.</summary>
    private int Judge(double limit, IReadOnlyList<Comparison> comparisons, Pairing pairing, ConfigurationNames names)
    {
        if (!pairing.IsOfSameWork)
            throw new PartimeException("--fail-on judges only the same work, and these files differ, as said above: measure both with the same inputs, options and pool, or leave out --fail-on.");
        var slower = comparisons.Where(comparison => comparison.IsSlowerBy(limit)).ToList();
        if (slower.Count > 0)
        {
            Message.WriteSentence($"Slower than {Baseline} by more than {Percentage.Format(limit)}: {names.List(slower.Select(comparison => comparison.Configuration))}.");
            return ExitCode.Slower;
        }
        EnsureJudgeable(comparisons, pairing, names);
        // Within the band a difference does not matter.
        var inconclusive = comparisons.Where(comparison => comparison.MayBeSlowerBy(Math.Max(limit, Band.Width))).ToList();
        if (inconclusive.Count == 0 || AllowInconclusive)
            return ExitCode.Ok;
        var worst = inconclusive.Max(comparison => comparison.Interval!.Value.High) - 1;
        Message.WriteSentence($"Inconclusive: {names.List(inconclusive.Select(comparison => comparison.Configuration))} may be slower than {Baseline} by up to "
            + $"{Readable.Percent(worst)}. Measure more rounds in both files, raise the limit of {Percentage.Format(limit)}, or pass --allow-inconclusive.");
        return ExitCode.Inconclusive;
    }

    private static void EnsureJudgeable(IReadOnlyList<Comparison> comparisons, Pairing pairing, ConfigurationNames names)
    {
        var timeless = comparisons.Where(comparison => comparison.Interval is null && comparison.BaselineRounds >= RoundsSpec.MinAuto && comparison.NewRounds >= RoundsSpec.MinAuto)
            .Select(comparison => comparison.Configuration).ToList();
        var unknown = comparisons.Where(comparison => comparison.Interval is null).Select(comparison => comparison.Configuration).Except(timeless)
            .Concat(pairing.Doubtful.Concat(pairing.OnlyBaseline).Select(arm => arm.Configuration)).ToList();
        if (unknown.Count > 0)
            throw new PartimeException($"--fail-on cannot judge {names.List(unknown)}: both files need {RoundsSpec.MinAuto} rounds without failures.");
        if (timeless.Count > 0)
            throw new PartimeException($"--fail-on cannot judge {names.List(timeless)}: some of its times are 0, which have no ratio. Measure longer tasks.");
    }
}
