using System.Text.RegularExpressions;
using Partime.Tool.Analysis;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;
using Partime.Tool.Reporting;

namespace Partime.Tool.Tests.Reporting;

/// <summary>Runs CSVs with numbers that no run can have.</summary>
public sealed partial class ImpossibleRunsTests : IDisposable
{
    private const string Seconds = "a number of seconds from 0 to a century";
    private const string Count = "a whole number from 0";

    /// <summary>The limits of what is read.</summary>
    private static readonly string[] Limits = ["0", "1e-12", "3000000000"];

    private static readonly string[] Beyond = ["1e12", "1e20", "-1", "1e-320"];

    private static readonly Lazy<List<string[]>> Sound = new(() => Rfc4180.Read(CsvOutput.Runs(CsvOutput.Session(), [.. Runs()])));

    private readonly TemporaryFolder folder = new();

    private string Path => folder["runs.csv"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void EveryTimeIsFromZeroToACentury()
    {
        var columns = RunColumns.For(CsvOutput.Session()).Names().Where(column => column.EndsWith("_s", StringComparison.Ordinal)).ToList();
        Assert.True(columns.Count > 25);
        foreach (var column in columns)
            foreach (var number in Beyond.Where(number => number != "1e-320" || !IsRest(column)))
                AssertWrong(column, number, Seconds);
    }

    [Theory]
    [InlineData("4e-18")]
    [InlineData("-4e-18")]
    public void WhatASubtractionLeavesInPlaceOfZeroIsRead(string number)
    {
        Write("loss_gc_s", number);
        Assert.Equal(6, RunsReader.Read(Path).Runs.Count);
    }

    [Theory]
    [InlineData("tasks_ok", "-1", Count)]
    [InlineData("tasks_failed", "-1", Count)]
    [InlineData("concurrency_max", "-1", Count)]
    [InlineData("processes", "-1", Count)]
    [InlineData("waits", "-1", Count)]
    [InlineData("compiled_methods", "-1", Count)]
    [InlineData("allocated_bytes", "-1", Count)]
    [InlineData("gc_gen0", "-1", Count)]
    [InlineData("gc_gen1", "-2", Count)]
    [InlineData("gc_gen2", "-1", Count)]
    [InlineData("peak_rss_bytes", "-1", Count)]
    [InlineData("concurrency_mean", "-1", "a number from 0")]
    [InlineData("load_before", "-0.5", "a number from 0")]
    [InlineData("efficiency_dispatch", "1e308", "a number from 0 to 1")]
    [InlineData("usable_cpus", "0", "a number of CPUs above 0")]
    [InlineData("usable_cpus", "-2", "a number of CPUs above 0")]
    [InlineData("usable_cpus", "1e-320", "a number of CPUs above 0")]
    [InlineData("machine_cpus", "0", "a whole number from 1")]
    public void NoCountIsNegative(string column, string number, string wanted) => AssertWrong(column, number, wanted);

    [Theory]
    [InlineData("loss_imbalance_s", "5")]
    [InlineData("useful_s", "0")]
    public void PartsThatDoNotAddUpToTheTimeOfTheWorkersAreRefused(string column, string number)
    {
        Write(column, number);
        Assert.Matches($"{Regex.Escape(Path)}, line 3: useful_s and all loss_…_s add up to .* s, but wall_s × workers is 3.500 s. Correct the line or remove it.$", Mistake());
    }

    /// <summary>As a spreadsheet saves them, or in a file that keeps some columns.</summary>
    [Fact]
    public void PartsThatWereRoundedOrAreNotAllThereAreRead()
    {
        Write("useful_s", "0.42");
        RunsReader.Read(Path);
        Write("loss_imbalance_s", "5", text => text.Replace("loss_other_s", "other", StringComparison.Ordinal));
        RunsReader.Read(Path);
    }

    [Fact]
    public void WhateverIsReadIsReportedWithoutInfinity()
    {
        foreach (var column in RunColumns.For(CsvOutput.Session()).Names().Where(IsMeasured))
            foreach (var number in Limits)
            {
                Write(column, number, everywhere: true);
                try
                {
                    AssertReportedInFiniteNumbers($"{column} {number}");
                }
                catch (PartimeException exception)
                {
                    Assert.StartsWith($"{Path}, line ", exception.Message, StringComparison.Ordinal);
                }
            }
    }

    [Fact]
    public void RunsThatTookNoTimeGetNoAdvice()
    {
        var runs = Runs().Select(run => run with { Seconds = (0, 0, 0) }).ToArray();
        CsvOutput.WriteRuns(Path, CsvOutput.Session(), runs);
        AssertReportedInFiniteNumbers("no time");
        var read = RunsReader.Read(Path).Runs;
        Assert.Null(Advice.Of(read, Summary.Of(read, EquivalenceBand.Default)));
    }

    private void AssertReportedInFiniteNumbers(string what)
    {
        var runs = RunsReader.Read(Path).Runs;
        var summaries = Summary.Of(runs, EquivalenceBand.Default);
        var (arms, outputs) = (Arm.AllOf(runs), new Outputs(null, null, Excel: false) { SummaryCsv = folder["report.csv"], Markdown = folder["report.md"] });
        new SummaryReport(outputs, null).Write(SummaryRow.Of(summaries, _ => CsvOutput.Session()), [new ReportChapter(summaries, Warmup: 0, [])], [.. RunRemarks.OfFile(arms)], [], runs, [], []);
        IEnumerable<string> advice = Advice.Of(runs, summaries) is { } found ? AdviceText.Of(found, new ConfigurationNames(summaries.Select(summary => summary.Configuration))) : [];
        string[] texts = [File.ReadAllText(folder["report.csv"]), File.ReadAllText(folder["report.md"]), .. advice, .. ModelText.All(ScalingModel.Of(arms))];
        Assert.All(texts, text => Assert.False(NoNumber().IsMatch(text), $"{what}: {text}"));
    }

    private void AssertWrong(string column, string number, string wanted)
    {
        Write(column, number);
        Assert.Equal($"{Path}, line 3: '{number}' in column {column} is not {wanted}. Correct the line or remove it.", Mistake());
    }

    /// <summary>Whether it is what is left after a subtraction.</summary>
    private static bool IsRest(string column) => column == "useful_s" || column.StartsWith("loss_", StringComparison.Ordinal);

    private static bool IsMeasured(string column) => column.EndsWith("_s", StringComparison.Ordinal) || column.EndsWith("_cpus", StringComparison.Ordinal)
        || column is "concurrency_mean" or "load_before" or "waits" or "allocated_bytes" or "compiled_methods" or "efficiency_dispatch";

    private string Mistake() => Assert.Throws<PartimeException>(() => RunsReader.Read(Path)).Message;

    /// <summary>Runs of which the second, or each, has another value in a column.</summary>
    private void Write(string column, string value, Func<string, string>? change = null, bool everywhere = false)
    {
        var rows = Sound.Value.ConvertAll(row => row.ToArray());
        var place = Array.IndexOf(rows[0], column);
        for (var i = 1; i < rows.Count; i++)
            if (everywhere || i == 2)
                rows[i][place] = value;
        var text = string.Concat(rows.Select(row => string.Join(',', row) + "\n"));
        File.WriteAllText(Path, change?.Invoke(text) ?? text);
    }

    private static IEnumerable<MadeRun> Runs() => Enumerable.Range(1, 3).SelectMany(round => (MadeRun[])
    [
        MadeRun.Of("1", "2") with { Number = (2 * round) - 1, Round = round, Noise = Noise, CpuWait = 0.1 },
        MadeRun.Of("1", "2") with { Executor = "threads", Workers = 2, Number = 2 * round, Round = round, Noise = Noise, CpuWait = 0.1 },
    ]);

    private static RunNoise Noise => new() { MachineCpus = 2, UsableCpus = 2, OthersCpuSeconds = 0.5, AllocatedBytes = 1_000_000, Waits = 3, GcPauseSeconds = 0.01 };

    [GeneratedRegex(@"\bNaN\b|Infinity|∞|(?<![\w–.])-\d[\d.,]* (?:ns|µs|ms|s)\b")]
    private static partial Regex NoNumber();
}
