using Partime.Tool.Analysis;
using Partime.Tool.Measurement;
using Partime.Tool.Reporting;

namespace Partime.Tool.Tests.Reporting;

public sealed class ColumnChoiceTests
{
    private static readonly SessionInfo Session = CsvOutput.Session() with { Parameters = [("mode", "fast")] };

    [Fact]
    public void AFileGetsAllColumnsAndStandardOutputTheFirst()
    {
        var all = RunColumns.For(Session).Names();
        Assert.Equal(all, Chosen("runs.csv"));
        Assert.Equal(all, Chosen("-", "all"));
        Assert.Equal(all[..12], Chosen("-"));
        Assert.Equal("workload,variant,executor,workers,chunk_size,tasks,rounds,wall_median_s,speedup,speedup_low,speedup_high,claim", string.Join(',', SummaryColumns.For([Session]).Names()[..SummaryColumns.FirstCount]));
    }

    [Fact]
    public void ColumnsStandInTheOrderInWhichTheyAreNamed()
    {
        Assert.Equal(["wall_s", "executor"], Chosen("runs.csv", "wall_s", "executor", "wall_s"));
        Assert.Equal(["loss_gc_s", "efficiency_load_balance", "efficiency_dispatch", "efficiency_scalability", "efficiency_global", "param_mode"], Chosen("-", "loss_gc_s", "efficiency_*", "param_*"));
        Assert.Equal(["status", "workload", "variant"], Chosen("-", "status", "all")[..3]);
    }

    [Theory]
    [InlineData("exector", "'exector' in the runs CSV. Did you mean 'executor'?")]
    [InlineData("lost_*", "'lost_*' in the runs CSV.")]
    [InlineData("Wall_s", "'Wall_s' in the runs CSV. Did you mean 'wall_s'?")]
    [InlineData("", "'' in the runs CSV.")]
    public void AnUnknownColumnIsNamedWithTheNearest(string name, string what) => Assert.Equal(
        $"There is no column {what} Write names, beginnings such as 'loss_*', or 'all'; 'dotnet partime docs csv' lists the names.", Assert.Throws<PartimeException>(() => Chosen("runs.csv", "wall_s", name)).Message);

    [Fact]
    public void TheyAreThoseOfTheRunsOrOfTheOnlyOtherFile()
    {
        var runs = new Outputs("runs.csv", "tasks.csv", Excel: false) { SummaryCsv = "summary.csv", Columns = ["executor"] };
        Assert.Equal("runs.csv", runs.WithChosenColumns!.Path);
        Assert.Equal("tasks.csv", (runs with { RunsCsv = null, SummaryCsv = null }).WithChosenColumns!.Path);
        Assert.Equal("summary.csv", (runs with { RunsCsv = null, TasksCsv = null }).WithChosenColumns!.Path);
        Assert.Equal(TaskColumns.For([]).Names(), runs.ColumnsOf("tasks.csv", TaskColumns.For([]), int.MaxValue).Names());
        Assert.StartsWith("No CSV is written whose columns could be chosen: ", Assert.Throws<PartimeException>((runs with { RunsCsv = null }).EnsureUsable).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheRowsHaveTheChosenColumns()
    {
        using var folder = new TemporaryFolder();
        var outputs = new Outputs(folder["runs.csv"], null, Excel: false) { Columns = ["round", "param_mode"] };
        for (var times = 0; times < 2; times++)
            using (var report = new RunReport(outputs with { Append = times > 0 }, Session))
                report.Write(MadeRun.Of("1").Record(), new Findings(resultsCompare: true));
        Assert.Equal("round,param_mode\n1,fast\n1,fast\n", File.ReadAllText(folder["runs.csv"]));
        Assert.Contains("Column 1 is 'round' in the file and 'workload' in this session.",
            Assert.Throws<PartimeException>(() => new RunReport(outputs with { Append = true, Columns = [] }, Session)).Message, StringComparison.Ordinal);
    }

    private static string[] Chosen(string path, params string[] names) =>
        new Outputs(path, null, Excel: false) { Columns = names }.ColumnsOf(path, RunColumns.For(Session), RunColumns.FirstCount).Names();
}
