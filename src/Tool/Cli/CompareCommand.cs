using McMaster.Extensions.CommandLineUtils;
using Partime.Tool.Analysis;
using Partime.Tool.Reporting;

namespace Partime.Tool.Cli;

/// <summary><c>compare</c>: whether runs of today are faster or slower than those of a baseline.</summary>
internal sealed record CompareCommand(string Baseline, string New, EquivalenceBand Band, double? FailOn, Outputs Outputs)
{
    private const double MostFailOn = 100;

    public static void Define(CommandLineApplication command, Action<Func<CancellationToken, Task<int>>> choose)
    {
        command.Description = "Compares the runs of two files and says which configurations are faster or slower.";
        command.ExtendedHelpText = HelpTexts.Compare;
        var files = command.Argument("FILE", "Two runs CSVs, the baseline first; '-' is standard input.", multipleValues: true);
        var band = command.Option("--band <PERCENT>", "A difference within this does not matter, and none is claimed. Default: 1%.", CommandOptionType.SingleValue);
        var failOn = command.Option("--fail-on <PERCENT>", "Exit with 4 if a configuration is slower by more than this for sure: its whole interval lies beyond.", CommandOptionType.SingleValue);
        var csv = command.Option("--csv <FILE>", "Write a row per configuration; '-' is standard output.", CommandOptionType.SingleValue);
        var markdown = command.Option("--markdown <FILE>", "Write the table as Markdown, to paste into an issue; '-' is standard output.", CommandOptionType.SingleValue);
        command.OnExecute(() =>
        {
            if (files.Values is not [{ } baseline, { } @new])
                throw new PartimeException($"Two files can be compared, and not {files.Values.Count}: write 'dotnet partime compare BASELINE.csv NEW.csv'.");
            var chosen = new CompareCommand(
                baseline,
                @new,
                BandOption.Parse(band),
                failOn.Value() is { } text ? Percentage.Parse("--fail-on", text, 0, MostFailOn) : null,
                new Outputs(csv.Value(), null, Excel: false) { Markdown = markdown.Value() });
            choose(_ => Task.FromResult(chosen.Execute()));
            return ExitCode.Ok;
        });
    }

    private int Execute()
    {
        InputFiles.EnsureApart([Baseline, New], Outputs);
        var files = InputFiles.Read([Baseline, New]);
        var pairing = Pairing.Of(Arm.AllOf(files[0].AsNamed), Arm.AllOf(files[1].AsNamed));
        string[] remarks = [.. ComparisonText.Remarks(files[0], files[1], pairing)];
        if (pairing.Pairs.Count == 0)
            throw new PartimeException($"{files[0].Name} and {files[1].Name} have no configuration in common that could be compared. {string.Join(' ', remarks)}".TrimEnd());
        var comparisons = Comparison.Of(pairing.Pairs, Band);
        Write(comparisons, remarks);
        Show(comparisons, remarks);
        var slower = FailOn is { } limit ? comparisons.Where(comparison => comparison.IsSlowerBy(limit)).ToList() : [];
        if (slower.Count == 0)
            return ExitCode.Ok;
        Message.WriteSentence($"Slower than {Baseline} by more than {Percentage.Format(FailOn!.Value)}: {string.Join(", ", slower.Select(comparison => Label.Of(comparison.Configuration)))}.");
        return ExitCode.Slower;
    }

    private void Write(IReadOnlyList<Comparison> comparisons, string[] remarks)
    {
        // Both are open before either is replaced.
        using var csv = Outputs.RunsCsv is { } csvPath ? CsvFile.Open(csvPath, CsvDialect.Plain) : null;
        using var markdown = Outputs.Markdown is { } path ? new TextFile(path) : null;
        if (csv is not null)
            ComparisonColumns.Write(csv, comparisons);
        if (markdown is null)
            return;
        markdown.Begin();
        foreach (var (heading, rows) in Tables(comparisons))
            markdown.Write(MarkdownText.Heading(heading) + ComparisonTable.Markdown(rows));
        markdown.Write(MarkdownText.List([ComparisonText.Intervals(comparisons), .. remarks]));
    }

    private void Show(IReadOnlyList<Comparison> comparisons, string[] remarks)
    {
        var terminal = Outputs.UseStandardOutput ? Terminal.Error() : Terminal.Out();
        foreach (var (heading, rows) in Tables(comparisons))
        {
            terminal.WriteLine(heading);
            terminal.Write(ComparisonTable.Of(rows));
        }
        terminal.WriteLine(ComparisonText.Intervals(comparisons));
        foreach (var remark in remarks)
            Message.WriteSentence(remark);
    }

    private static IEnumerable<(string Heading, IReadOnlyList<Comparison> Rows)> Tables(IReadOnlyList<Comparison> comparisons)
    {
        var scenarios = comparisons.GroupBy(comparison => comparison.New.Scenario).ToList();
        return scenarios.Select(rows => (ComparisonTable.Heading(rows.Key, withParameters: scenarios.Count > 1), (IReadOnlyList<Comparison>)[.. rows]));
    }
}
