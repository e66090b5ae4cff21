using System.Text.Json;
using Partime.Tool.Cli;
using Partime.Tool.Measurement;
using Partime.Tool.Reporting;
using Partime.Tool.Tests.Reporting;

namespace Partime.Tool.Tests.Cli;

/// <summary>The exit code of a comparison, by times that differ from the baseline's by a known factor.</summary>
public sealed class CompareCommandTests : IDisposable
{
    private static readonly double[] Times = [1.00, 1.02, 0.99, 1.01, 0.98];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(1, ExitCode.Ok, "--fail-on", "10%")]
    [InlineData(2, ExitCode.Ok)]
    [InlineData(2, ExitCode.Slower, "--fail-on", "10%")]
    [InlineData(2, ExitCode.Slower, "--fail-on", "10%", "--allow-inconclusive")]
    [InlineData(1.1, ExitCode.Inconclusive, "--fail-on", "10%")]
    [InlineData(1.1, ExitCode.Ok, "--fail-on", "10%", "--allow-inconclusive")]
    // Differences within the band do not matter.
    [InlineData(1.1, ExitCode.Ok, "--fail-on", "10%", "--band", "50%")]
    public async Task OnlyAGateThatCannotTellIsInconclusive(double factor, int exitCode, params string[] options)
    {
        var (baseline, now) = (folder["baseline.csv"], folder["new.csv"]);
        CsvOutput.WriteRuns(baseline, CsvOutput.Session(), Runs(1));
        CsvOutput.WriteRuns(now, CsvOutput.Session() with { Id = "later" }, Runs(factor));
        Assert.Equal(exitCode, await CommandLine.Parse(["compare", baseline, now, .. options])(CancellationToken.None));
    }

    /// <summary>With the columns of the CSV, and the answer in words.</summary>
    [Fact]
    public async Task TheComparisonIsThereForProgramsToo()
    {
        var (baseline, now, json) = (folder["baseline.csv"], folder["new.csv"], folder["compared.json"]);
        CsvOutput.WriteRuns(baseline, CsvOutput.Session(), Runs(1));
        CsvOutput.WriteRuns(now, CsvOutput.Session() with { Id = "later" }, Runs(2));
        Assert.Equal(ExitCode.Ok, await CommandLine.Parse(["compare", baseline, now, "--json", json, "-q"])(CancellationToken.None));
        using var document = JsonDocument.Parse(File.ReadAllText(json));
        var root = document.RootElement;
        Assert.Equal(["schema", "baseline", "new", "answer", "comparisons", "remarks"], root.EnumerateObject().Select(property => property.Name));
        Assert.Equal("serial is slower than the baseline: it takes 2.00 times as long (1.94–2.07).", Assert.Single(root.GetProperty("answer").EnumerateArray()).GetString());
        var comparison = Assert.Single(root.GetProperty("comparisons").EnumerateArray());
        Assert.Equal(ComparisonColumns.All.Names(), comparison.EnumerateObject().Select(property => property.Name));
        Assert.Equal(("slower", 2, 5), (comparison.GetProperty("verdict").GetString(), comparison.GetProperty("ratio").GetDouble(), comparison.GetProperty("new_rounds").GetInt32()));
    }

    [Fact]
    public async Task FilesOfDifferentScalingHaveNothingInCommon()
    {
        var (baseline, now) = (folder["baseline.csv"], folder["new.csv"]);
        CsvOutput.WriteRuns(baseline, CsvOutput.Session(), Runs(1));
        CsvOutput.WriteRuns(now, CsvOutput.Session() with { Id = "later", Settings = SessionSettings.Parse("5 rounds; 0 to warm up; no timeout; 0 retries; weak scaling") }, Runs(1));
        var refusal = await Assert.ThrowsAsync<PartimeException>(async () => await CommandLine.Parse(["compare", baseline, now])(CancellationToken.None));
        Assert.EndsWith($"baseline.csv has runs of strong scaling and {now} of weak scaling: name two files of the same scaling.", refusal.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<MadeRun> Runs(double factor) => Times.Select((time, index) =>
        MadeRun.Of("1") with { Number = index + 1, Round = index + 1, Seconds = (0, time * factor, 0) });
}
