using System.Text.Json;
using Partime.Tool.Analysis;
using Partime.Tool.Planning;
using Partime.Tool.Plugins;
using Partime.Tool.Reporting;
using Partime.Tool.Sessions;
using Partime.Tool.Tests.Reporting.Xlsx;

namespace Partime.Tool.Tests.Sessions;

/// <summary>A buffer of one megabyte and one of two, walked through by real threads and processes.</summary>
public sealed class VariantSessionTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string RunsCsv => folder["runs.csv"];

    private SessionRequest Walks => new()
    {
        Workload = "planted-walk",
        Varied = [new VariedOption("megabytes", ["2", "1"])],
        Inputs = ["1"],
        Times = 4,
        Executors = ["serial", "threads", "process-pool"],
        Workers = [new WorkerSpec(2)],
        Rounds = new RoundsSpec(3),
        Outputs = new Outputs(RunsCsv, null, Excel: false),
    };

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task EveryRoundRunsEveryVariantUnderEveryExecutor()
    {
        using var session = await MeasureAsync(Walks);

        Assert.Equal((0, true, 18), (session.Outcome.ExitCode, session.Outcome.IsComplete, session.Outcome.RunCount));
        var rows = RunsReader.Read(RunsCsv).Lines;
        Assert.Equal(["1", "2", "3"], rows.Select(row => row.Text("round")).Distinct());
        foreach (var round in rows.GroupBy(row => row.Text("round")))
        {
            Assert.Equal(Enumerable.Range(1, 6).Select(order => $"{order}"), round.Select(row => row.Text("order")));
            Assert.Equal(6, round.Select(row => (row.Text("variant"), row.Text("executor"))).Distinct().Count());
        }
        Assert.Single(rows.Select(row => row.Text("session")).Distinct());
        foreach (var variant in rows.GroupBy(row => row.Text("variant")))
        {
            Assert.Equal($"planted-walk (megabytes={variant.First().Text("param_megabytes")})", variant.Key);
            // Each has its own results, which agree under all executors.
            Assert.Single(variant.Select(row => row.Text("result_digest")).Distinct());
        }
        Assert.Equal(2, rows.Select(row => row.Text("result_digest")).Distinct().Count());
    }

    [Fact]
    public async Task TheFileTellsVariantsApartAndInTheirOrder()
    {
        using var session = await MeasureAsync(Walks);
        var measured = Comparisons(session.Conclusion.Summaries, session.Conclusion.Runs);

        var file = RunsReader.Read(RunsCsv);
        var runs = file.AsNamed.ToList();
        Assert.Equal(["megabytes=2", "megabytes=1"], runs.Select(run => run.Scenario.Parameters).Distinct());
        Assert.Equal(measured, Comparisons(Summary.Of(runs, EquivalenceBand.Default), runs));
        Assert.Equal(["serial", "threads:2", "process-pool:2"], measured.Select(comparison => comparison.Configuration));
        // Not of another variant: the serial run of the same one.
        foreach (var row in file.Lines.Where(row => row.Text("speedup") is not null && row.Text("executor") == "serial"))
            Assert.Equal("1", row.Text("speedup"));
    }

    [Fact]
    public async Task ARowOfAVariantThatTheSessionDoesNotHaveIsRefused()
    {
        using (await MeasureAsync(Walks with { Executors = ["serial"] }))
        {
        }
        var lines = File.ReadAllLines(RunsCsv);
        File.WriteAllLines(RunsCsv, [lines[0], lines[1].Replace("planted-walk,planted-walk (megabytes=", "planted-walk,planted-walk (megabytes=3", StringComparison.Ordinal)]);
        Assert.Contains("is not one of planted-walk (megabytes=2), planted-walk (megabytes=1)", Assert.Throws<PartimeException>(() => RunsReader.Read(RunsCsv)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnInterruptedSessionContinuesWithTheVariantsThatItLacks()
    {
        var walks = Walks with { Executors = ["serial", "threads", "async"] };
        using (await MeasureAsync(walks))
        {
        }
        var lines = File.ReadAllLines(RunsCsv);
        // Also with rows of one variant only.
        foreach (var kept in new[] { 1, 8 })
        {
            File.WriteAllText(RunsCsv, string.Concat(lines.Take(1 + kept).Select(line => line + "\n")));
            using var continued = await MeasureAsync(walks with { Resume = RunsCsv });
            Assert.Equal((0, true, 18), (continued.Outcome.ExitCode, continued.Outcome.IsComplete, continued.Outcome.FinishedCount));
            var after = File.ReadAllLines(RunsCsv);
            Assert.Equal(lines.Take(1 + kept), after.Take(1 + kept));
            Assert.Equal(lines.Skip(1).Select(PlaceOf), after.Skip(1).Select(PlaceOf));
            Assert.Equal(3, VariantComparison.Of(continued.Conclusion.Summaries, continued.Conclusion.Runs, EquivalenceBand.Default).Count);
        }

        // Workload, variant, executor, workers, chunk size, tasks, phase and round.
        static string PlaceOf(string line) => string.Join(',', line.Split(',').Take(8));
    }

    [Fact]
    public async Task AnotherSessionThanTheOneOfTheFileIsNotContinued()
    {
        var walks = Walks with { Executors = ["serial"] };
        using (await MeasureAsync(walks))
        {
        }
        Assert.Contains("variants: only there planted-walk (megabytes=2); planted-walk (megabytes=1)", Refusal(walks with { Varied = [], Settings = [new Setting("megabytes", "1")], Resume = RunsCsv }), StringComparison.Ordinal);
        Assert.Contains("variants: only there planted-walk (megabytes=1), only here planted-walk (megabytes=3)", Refusal(walks with { Varied = [VariedOption.Parse("megabytes=2,3")], Resume = RunsCsv }), StringComparison.Ordinal);
        Assert.Contains("variants: the same in another order", Refusal(walks with { Varied = [VariedOption.Parse("megabytes=1,2")], Resume = RunsCsv }), StringComparison.Ordinal);
    }

    [Fact]
    public void ABaselineThatIsNotThereIsRefusedWhenTheSessionOpens() =>
        Assert.StartsWith("There is no baseline 'megabytes=3' here. Choose first, serial, threads × 2, process-pool × 2, a variant ('megabytes=2', 'megabytes=1')", Refusal(Walks with { Baseline = "megabytes=3" }), StringComparison.Ordinal);

    [Fact]
    public async Task AChosenBaselineIsTheSameInTheFile()
    {
        const string Chosen = "megabytes=1 under threads x 2";
        using var session = await MeasureAsync(Walks with { Baseline = Chosen });
        var runs = RunsReader.Read(RunsCsv).AsNamed.ToList();
        var summaries = Summary.Of(runs, EquivalenceBand.Default, order: null, BaselineNames.Find(Chosen, Arm.AllOf(runs)));
        Assert.Equal("megabytes=1 under threads × 2", summaries[0].Compared!.Baseline.Name);
        Assert.Equal(session.Conclusion.Summaries.Select(summary => Math.Round(summary.Compared!.SpeedUp!.Value, 6)), summaries.Select(summary => Math.Round(summary.Compared!.SpeedUp!.Value, 6)));
    }

    [Fact]
    public void SeveralWorkloadsAreVariantsWithTheOptionsThatTheyHave()
    {
        using var session = Open(Walks with { OtherWorkloads = ["planted-compute"] });
        Assert.Equal(["planted-walk (megabytes=2)", "planted-walk (megabytes=1)", "planted-compute"], session.Info.Others.Prepend(session.Info).Select(variant => variant.Variant));
        Assert.Equal(9, session.Plan.Configurations.Count);
        Assert.Equal("threads × 2 of planted-walk (megabytes=1)", session.Outcome.Names.Of(session.Plan.Configurations[4]));
    }

    /// <summary>Each is loaded from its own folder, in this process and in worker processes.</summary>
    [Fact]
    public async Task TwoBuildsOfAPluginAreVariants()
    {
        foreach (var build in new[] { "old", "new" })
        {
            Directory.CreateDirectory(folder[build]);
            foreach (var file in Directory.GetFiles(TestPlugin.Path("Planted")))
                File.Copy(file, Path.Combine(folder[build], Path.GetFileName(file)));
        }
        var catalog = PluginCatalog.Open([$"old={folder["old"]}", $"new={folder["new"]}"], null);
        Assert.Contains(catalog.Workloads, workload => workload.Name == "new:planted-walk");
        Assert.DoesNotContain(catalog.Workloads, workload => workload.Name == "planted-walk");

        using var session = new Session(Walks with { Workload = "old:planted-walk", OtherWorkloads = ["new:planted-walk"], Varied = [], Settings = [new Setting("megabytes", "1")] }, catalog, Tool.Measurement.Machine.Read());
        session.OpenOutputs();
        await session.MeasureAsync(CancellationToken.None);

        Assert.Equal((0, 18), (session.Outcome.ExitCode, session.Outcome.RunCount));
        Assert.Equal(["old:planted-walk", "new:planted-walk"], session.Conclusion.Summaries.Select(summary => summary.Scenario.Workload).Distinct());
        Assert.Equal(3, Comparisons(session.Conclusion.Summaries, session.Conclusion.Runs).Count);
    }

    [Theory]
    [InlineData("planted-compute", "no option 'megabytes'")]
    [InlineData("planted-walk planted-walk", "Two variants are 'planted-walk (megabytes=2)': leave one of them out.")]
    public void WhatIsNoVariantIsRefused(string workloads, string message)
    {
        var names = workloads.Split(' ');
        Assert.Contains(message, Refusal(Walks with { Workload = names[0], OtherWorkloads = names[1..] }), StringComparison.Ordinal);
    }

    [Fact]
    public void AnOptionIsEitherVariedOrSet()
    {
        Assert.Contains("is varied and set", Refusal(Walks with { Settings = [new Setting("megabytes", "4")] }), StringComparison.Ordinal);
        Assert.Contains("is varied twice", Refusal(Walks with { Varied = [.. Walks.Varied, .. Walks.Varied] }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task EveryOutputKnowsAllVariants()
    {
        var outputs = Walks.Outputs with { TasksCsv = folder["tasks.csv"], Json = folder["a.json"], Html = folder["a.html"], Xlsx = folder["a.xlsx"], Trace = folder["trace.json"], Hyperfine = folder["times.json"], SummaryCsv = folder["summary.csv"], Markdown = folder["a.md"] };
        using (await MeasureAsync(Walks with { Outputs = outputs }))
        {
        }
        Assert.Equal(1 + (18 * 4), File.ReadLines(outputs.TasksCsv).Count());
        var tasks = TasksReader.Read(outputs.TasksCsv);
        Assert.Contains("has tasks of 2 variants", Assert.Throws<PartimeException>(() => SerialLog.Choose(tasks.Name, tasks.Runs, null)).Message, StringComparison.Ordinal);
        Assert.Equal(7, File.ReadLines(outputs.SummaryCsv).Count());
        using (var json = JsonDocument.Parse(File.ReadAllText(outputs.Json)))
        {
            Assert.Equal(["2", "1"], json.RootElement.GetProperty("settings").GetProperty("variants").EnumerateArray().Select(variant => variant.GetProperty("parameters").GetProperty("megabytes").GetString()));
            Assert.Equal(6, json.RootElement.GetProperty("plan").GetProperty("configurations").EnumerateArray().Select(one => $"{one.GetProperty("variant")} {one.GetProperty("executor")}").Distinct().Count());
            Assert.Equal((18, 6), (json.RootElement.GetProperty("runs").GetArrayLength(), json.RootElement.GetProperty("summary").GetArrayLength()));
        }
        using (var times = JsonDocument.Parse(File.ReadAllText(outputs.Hyperfine)))
            Assert.Equal(6, times.RootElement.GetProperty("results").EnumerateArray().Select(result => result.GetProperty("command").GetString()).Distinct().Count());
        Assert.Contains("process-pool × 2 of megabytes=1, round 1", File.ReadAllText(outputs.Trace), StringComparison.Ordinal);
        Assert.Contains("<h2>megabytes=2: 4 tasks", File.ReadAllText(outputs.Html), StringComparison.Ordinal);
        Assert.Contains("<h2>megabytes=1: 4 tasks", File.ReadAllText(outputs.Html), StringComparison.Ordinal);
        var cover = ReadWorkbook.Of(outputs.Xlsx).Cells("overview").Select(row => row.Length > 0 ? row[0].Value as string : null).ToList();
        Assert.Contains("Variants, compared with megabytes=2 within rounds", cover);
        Assert.Contains(ReadWorkbook.Of(outputs.Xlsx).Cells("overview"), row => row is [{ Value: "threads × 2" }, { Value: "megabytes=1" }, { Value: "megabytes=2" }, { Format: "0.000000" }, ..]);
        Assert.Contains("<td class=\"word\">megabytes=1</td><td class=\"word\">megabytes=2</td>", File.ReadAllText(outputs.Html), StringComparison.Ordinal);
        Assert.Equal(2, cover.Count(text => text?.StartsWith("megabytes=", StringComparison.Ordinal) == true && text.Contains(": 4 tasks", StringComparison.Ordinal)));
        Assert.Equal(18, ReadWorkbook.Of(outputs.Xlsx).Rows("runs").Count);
    }

    [Fact]
    public void RowsOfTasksHaveTheMetricsOfOneWorkload() => Assert.StartsWith(
        "The rows of tasks have a column per metric, and planted-walk and sleep have different metrics",
        Refusal(Walks with { OtherWorkloads = ["sleep"], Outputs = Walks.Outputs with { TasksCsv = folder["tasks.csv"] } }), StringComparison.Ordinal);

    [Fact]
    public void ColumnsThatDoNotTellVariantsApartAreRefused() => Assert.Contains("add 'variant'",
        Assert.Throws<PartimeException>(() => Open(Walks with { Outputs = Walks.Outputs with { Columns = ["executor", "wall_s"] } }).OpenOutputs()).Message, StringComparison.Ordinal);

    [Fact]
    public async Task AFileThatLacksAVariantSaysSo()
    {
        using (await MeasureAsync(Walks))
        {
        }
        File.WriteAllLines(RunsCsv, File.ReadAllLines(RunsCsv).Where(line => !line.StartsWith("planted-walk,planted-walk (megabytes=2)", StringComparison.Ordinal)));
        Assert.Contains("has no run of planted-walk (megabytes=2), which session", Assert.Single(RunsFile.MissingVariants([RunsReader.Read(RunsCsv)])), StringComparison.Ordinal);
    }

    private static IReadOnlyList<(string Configuration, double SpeedUp, Difference Difference)> Comparisons(IReadOnlyList<Summary> summaries, IReadOnlyList<Observation> runs) =>
    [
        .. VariantComparison.Of(summaries, runs, EquivalenceBand.Default).Select(comparison => (
            $"{comparison.Other.Configuration.Executor}{(comparison.Other.Configuration.Workers == 1 ? "" : $":{comparison.Other.Configuration.Workers}")}",
            Math.Round(comparison.SpeedUp.Value, 6),
            comparison.Difference)),
    ];

    private static string Refusal(SessionRequest request) => Assert.ThrowsAny<PartimeException>(() => Open(request)).Message;

    private static Session Open(SessionRequest request) => new(request, TestPlugin.Catalog("Planted"), Tool.Measurement.Machine.Read());

    private static async Task<Session> MeasureAsync(SessionRequest request)
    {
        var session = Open(request);
        session.OpenOutputs();
        await session.MeasureAsync(CancellationToken.None);
        session.Dispose();
        return session;
    }
}
