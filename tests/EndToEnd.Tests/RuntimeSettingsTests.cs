using System.Globalization;

namespace Partime.EndToEnd.Tests;

/// <summary>Executors are compared fairly only if the runtime is set up alike wherever they run the workload.</summary>
public sealed class RuntimeSettingsTests(InstalledTool tool) : IClassFixture<InstalledTool>
{
    [Theory]
    [InlineData(null, null)]
    [InlineData("DOTNET_gcServer", "1")]
    [InlineData("DOTNET_TieredPGO", "0")]
    [InlineData("DOTNET_TieredCompilation", "0")]
    [InlineData("DOTNET_GCHeapHardLimit", "0x20000000")]
    public async Task WorkerProcessesAreSetUpAsTheParentIs(string? variable, string? value)
    {
        var line = tool.Line("run", "settings", "-e", "serial,process-pool,process", "-w", "2", "--plugin", Repository.TestPlugin("Settings"), "--tasks-csv", "-");
        if (variable is not null)
            line = line with { Environment = new Dictionary<string, string?>(line.Environment) { [variable] = value } };
        // The settings are the result, and results that differ end with another exit code.
        var rows = Csv.Parse((await Command.RunAsync(line)).ShouldExitWith(0).Output);

        Assert.Equal(3 * 4, rows.Count);
        Assert.Single(rows.Select(row => row["result"]).Distinct());
        if (variable is not null)
            Assert.Contains($"{variable}={value}", rows[0]["result"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatWorkersTookStandsInTheRunsRow()
    {
        var run = (await tool.RunAsync("run", "sum-squares", "-i", "0..3", "-e", "serial,process-pool,process", "-w", "2", "--times", "2", "--csv", "-")).ShouldExitWith(0);
        var rows = Csv.Parse(run.Output).ToDictionary(row => row["executor"]);

        Assert.All((string[])["processes", "boot_mean_s", "worker_cpu_min_s", "worker_cpu_max_s", "worker_gc_pause_s", "peak_rss_bytes"], column => Assert.Equal("", rows["serial"][column]));
        Assert.Equal(("2", "6"), (rows["process-pool"]["processes"], rows["process"]["processes"]));
        foreach (var row in (Dictionary<string, string>[])[rows["process-pool"], rows["process"]])
        {
            var (least, most) = (Number(row, "worker_cpu_min_s"), Number(row, "worker_cpu_max_s"));
            Assert.True(0 <= least && least <= most && most > 0, run.Output);
            Assert.True(Number(row, "cpu_s") >= least + most - 1e-6, run.Output);
            Assert.True(Number(row, "boot_mean_s") > 0, run.Output);
            Assert.True(Number(row, "worker_gc_pause_s") >= 0, run.Output);
            // A runtime alone takes more than ten megabytes.
            Assert.True(Number(row, "peak_rss_bytes") > 10e6, run.Output);
        }
    }

    [Fact]
    public async Task AWarmPoolIsTimedWithoutItsStartAndItsEnd()
    {
        var run = (await tool.RunAsync("run", "sleep", "-i", "0.1,0.1", "-e", "threads,process-pool", "--pool", "warm", "--csv", "-")).ShouldExitWith(0);
        foreach (var row in Csv.Parse(run.Output))
        {
            Assert.Equal(("warm", "0", "0", row["run_s"]), (row["pool"], row["startup_s"], row["shutdown_s"], row["wall_s"]));
            Assert.True(Number(row, "run_s") >= 0.1, run.Output);
        }
    }

    private static double Number(Dictionary<string, string> row, string column) => double.Parse(row[column], CultureInfo.InvariantCulture);
}
