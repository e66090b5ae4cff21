using System.Text.Json;
using Partime.Tool.Analysis;
using Partime.Tool.Reporting;
using Partime.Tool.Sessions;
using Partime.Tool.Tests.Reporting.Xlsx;

namespace Partime.Tool.Tests.Sessions;

/// <summary>A session with variants and with every output, measured once for all facts.</summary>
public sealed class VariantOutputsTests(VariantOutputsTests.MeasuredWalks walks) : IClassFixture<VariantOutputsTests.MeasuredWalks>
{
    private string RunsCsv => walks.Outputs.RunsCsv!;

    [Fact]
    public void EveryRoundRunsEveryVariantUnderEveryExecutor()
    {
        Assert.Equal((0, true, 18), (walks.Session.Outcome.ExitCode, walks.Session.Outcome.IsComplete, walks.Session.Outcome.RunCount));
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
    public void TheFileTellsVariantsApartAndInTheirOrder()
    {
        var compared = Comparisons(walks.Session.Conclusion.Summaries, walks.Session.Conclusion.Runs);

        var file = RunsReader.Read(RunsCsv);
        var runs = file.AsNamed.ToList();
        Assert.Equal(["megabytes=2", "megabytes=1"], runs.Select(run => run.Scenario.Parameters).Distinct());
        Assert.Equal(compared, Comparisons(Summary.Of(runs, EquivalenceBand.Default), runs));
        Assert.Equal(["serial", "threads:2", "process-pool:2"], compared.Select(comparison => comparison.Configuration));
        // Not of another variant: the serial run of the same one.
        foreach (var row in file.Lines.Where(row => row.Text("speedup") is not null && row.Text("executor") == "serial"))
            Assert.Equal("1", row.Text("speedup"));
    }

    [Fact]
    public void EveryOutputKnowsAllVariants()
    {
        var outputs = walks.Outputs;
        Assert.Equal(1 + (18 * 4), File.ReadLines(outputs.TasksCsv!).Count());
        var tasks = TasksReader.Read(outputs.TasksCsv!);
        Assert.Contains("has tasks of 2 variants", Assert.Throws<PartimeException>(() => SerialLog.Choose(tasks.Name, tasks.Runs, null)).Message, StringComparison.Ordinal);
        Assert.Equal(7, File.ReadLines(outputs.SummaryCsv!).Count());
        using (var json = JsonDocument.Parse(File.ReadAllText(outputs.Json!)))
        {
            Assert.Equal(["2", "1"], json.RootElement.GetProperty("settings").GetProperty("variants").EnumerateArray().Select(variant => variant.GetProperty("parameters").GetProperty("megabytes").GetString()));
            Assert.Equal(6, json.RootElement.GetProperty("plan").GetProperty("configurations").EnumerateArray().Select(one => $"{one.GetProperty("variant")} {one.GetProperty("executor")}").Distinct().Count());
            Assert.Equal((18, 6), (json.RootElement.GetProperty("runs").GetArrayLength(), json.RootElement.GetProperty("summary").GetArrayLength()));
        }
        using (var times = JsonDocument.Parse(File.ReadAllText(outputs.Hyperfine!)))
            Assert.Equal(6, times.RootElement.GetProperty("results").EnumerateArray().Select(result => result.GetProperty("command").GetString()).Distinct().Count());
        Assert.Contains("process-pool × 2 of megabytes=1, round 1", File.ReadAllText(outputs.Trace!), StringComparison.Ordinal);
        Assert.Contains("<h2>megabytes=2: 4 tasks", File.ReadAllText(outputs.Html!), StringComparison.Ordinal);
        Assert.Contains("<h2>megabytes=1: 4 tasks", File.ReadAllText(outputs.Html!), StringComparison.Ordinal);
        var cover = ReadWorkbook.Of(outputs.Xlsx!).Cells("overview").Select(row => row.Length > 0 ? row[0].Value as string : null).ToList();
        Assert.Contains("Variants, compared with megabytes=2 within rounds", cover);
        Assert.Contains(ReadWorkbook.Of(outputs.Xlsx!).Cells("overview"), row => row is [{ Value: "threads × 2" }, { Value: "megabytes=1" }, { Value: "megabytes=2" }, { Format: "0.000000" }, ..]);
        Assert.Contains("<td class=\"word\">megabytes=1</td><td class=\"word\">megabytes=2</td>", File.ReadAllText(outputs.Html!), StringComparison.Ordinal);
        Assert.Equal(2, cover.Count(text => text?.StartsWith("megabytes=", StringComparison.Ordinal) == true && text.Contains(": 4 tasks", StringComparison.Ordinal)));
        Assert.Equal(18, ReadWorkbook.Of(outputs.Xlsx!).Rows("runs").Count);
    }

    [Fact]
    public void AFileThatLacksAVariantSaysSo()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllLines(folder["lacking.csv"], File.ReadAllLines(RunsCsv).Where(line => !line.StartsWith("planted-walk,planted-walk (megabytes=2)", StringComparison.Ordinal)));
        Assert.Contains("has no run of planted-walk (megabytes=2), which session", Assert.Single(RunsFile.MissingVariants([RunsReader.Read(folder["lacking.csv"])])), StringComparison.Ordinal);
    }

    private static IReadOnlyList<(string Configuration, double SpeedUp, Difference Difference)> Comparisons(IReadOnlyList<Summary> summaries, IReadOnlyList<Observation> runs) =>
    [
        .. VariantComparison.Of(summaries, runs, EquivalenceBand.Default).Select(comparison => (
            $"{comparison.Other.Configuration.Executor}{(comparison.Other.Configuration.Workers == 1 ? "" : $":{comparison.Other.Configuration.Workers}")}",
            Math.Round(comparison.SpeedUp.Value, 6),
            comparison.Difference)),
    ];

    public sealed class MeasuredWalks : IAsyncLifetime, IDisposable
    {
        private readonly TemporaryFolder folder = new();
        private Session? session;

        internal Session Session => session!;

        internal Outputs Outputs => new(folder["runs.csv"], folder["tasks.csv"], Excel: false)
        {
            Json = folder["a.json"],
            Html = folder["a.html"],
            Xlsx = folder["a.xlsx"],
            Trace = folder["trace.json"],
            Hyperfine = folder["times.json"],
            SummaryCsv = folder["summary.csv"],
            Markdown = folder["a.md"],
        };

        public async Task InitializeAsync() => session = await VariantSessionTests.MeasureAsync(VariantSessionTests.WalksTo(folder["runs.csv"]) with { Outputs = Outputs });

        public Task DisposeAsync() => Task.CompletedTask;

        public void Dispose() => folder.Dispose();
    }
}
