using System.Globalization;
using Partime.Tool.Analysis;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;
using Partime.Tool.Reporting;

namespace Partime.Tool.Tests.Reporting;

public sealed class RunsCsvTests
{
    /// <summary>Those that people sort and pivot by, in their places.</summary>
    private const string First = "workload,variant,executor,workers,chunk_size,tasks,phase,round,wall_s,speedup,cpu_s,status";

    private const string Others =
        "started_utc,order,startup_s,run_s,shutdown_s,work_s,ideal_s,concurrency_mean,concurrency_max,tasks_ok,tasks_failed,error,remarks,disturbances,pool,isolated,executor_options,"
        + "useful_s,loss_startup_s,loss_dispatch_s,loss_contention_s,loss_cpu_wait_s,loss_gc_s,loss_imbalance_s,loss_retries_s,loss_shutdown_s,loss_other_s,loss_node_wait_s,loss_failed_s,"
        + "efficiency_load_balance,efficiency_dispatch,efficiency_scalability,efficiency_global,cpu_wait_s,gc_wait_s,"
        + "cpu_system_s,peak_rss_bytes,processes,boot_mean_s,worker_cpu_min_s,worker_cpu_max_s,worker_gc_pause_s,gc_pause_s,allocated_bytes,waits,compiled_methods,compile_s,"
        + "load_before,steal_s,throttled_s,other_cpu_s,on_battery,governor,machine_cpus,usable_cpus,gc_gen0,gc_gen1,gc_gen2,longest_task_s,"
        + "result_digest,run,session,session_seed,session_inputs_digest,session_plan,session_variants,session_settings,session_plugins,session_machine,schema";

    [Fact]
    public void TheColumnsAreTheAgreedOnes() => Assert.Equal($"{First},{Others}\n", CsvOutput.Runs(CsvOutput.Session()));

    [Fact]
    public void OptionsOfTheWorkloadStandBehindTheFirstColumns() =>
        Assert.Equal(
            $"{First},param_mode,param_cpu_load,{Others}\n",
            CsvOutput.Runs(CsvOutput.Session() with { Parameters = [("mode", "fast"), ("cpu-load", "3")] }));

    [Fact]
    public void ARunIsReadBackAsItWasWritten()
    {
        var run = MadeRun.Of("1", "2", null) with { Executor = "threads", Workers = 2, ChunkSize = 5, Number = 7, Round = 3, Seconds = (0.25, 1, 0.5), CpuWait = 0.125 };
        var row = Assert.Single(Rfc4180.Rows(CsvOutput.Runs(
            CsvOutput.Session() with { Variant = "moons (cpu-load=3)", Seed = 42, InputsDigest = "sha256:12ab", Configurations = [new("threads", 2, 5)], Settings = new(new RoundsSpec(3), 0, new()), Plugins = ["Moons 1.0.0 sha512:34cd"] }, run)));
        var expected = new Dictionary<string, string>
        {
            ["schema"] = "2",
            ["session"] = "20261123T210506Z-ab12",
            ["run"] = "7",
            ["phase"] = "measure",
            ["round"] = "3",
            ["order"] = "1",
            ["workload"] = "moons",
            ["variant"] = "moons (cpu-load=3)",
            ["speedup"] = "",
            ["cpu_s"] = "1.625",
            ["executor"] = "threads",
            ["workers"] = "2",
            ["chunk_size"] = "5",
            ["tasks"] = "3",
            ["started_utc"] = "2026-11-23T21:05:06.000789Z",
            ["wall_s"] = "1.75",
            ["startup_s"] = "0.25",
            ["run_s"] = "1",
            ["shutdown_s"] = "0.5",
            ["work_s"] = "1.5",
            ["ideal_s"] = "0.75",
            ["cpu_system_s"] = "0.125",
            ["peak_rss_bytes"] = "",
            ["concurrency_mean"] = "3",
            ["concurrency_max"] = "3",
            ["tasks_ok"] = "2",
            ["tasks_failed"] = "1",
            ["result_digest"] = $"xxh3:{run.Record().Totals.ResultDigest:x16}",
            ["status"] = "failed",
            ["error"] = "",
            ["pool"] = "cold",
            ["processes"] = "",
            ["boot_mean_s"] = "",
            ["worker_cpu_min_s"] = "",
            ["worker_cpu_max_s"] = "",
            ["worker_gc_pause_s"] = "",
            ["executor_options"] = "",
            ["remarks"] = "",
            ["isolated"] = "no",
            ["session_seed"] = "42",
            ["session_inputs_digest"] = "sha256:12ab",
            ["session_plan"] = "threads:2:5",
            ["session_variants"] = "",
            ["session_settings"] = "3 rounds; 0 to warm up; no timeout; 0 retries",
            ["session_plugins"] = "Moons 1.0.0 sha512:34cd",
            ["load_before"] = "",
            ["steal_s"] = "",
            ["throttled_s"] = "",
            ["other_cpu_s"] = "",
            ["gc_pause_s"] = "",
            ["session_machine"] = "",
            ["on_battery"] = "",
            ["governor"] = "",
            ["machine_cpus"] = "",
            ["usable_cpus"] = "",
            ["disturbances"] = "",
            ["compiled_methods"] = "",
            ["compile_s"] = "",
            ["useful_s"] = "0",
            ["loss_startup_s"] = "0.5",
            ["loss_dispatch_s"] = "0",
            ["loss_contention_s"] = "",
            ["loss_cpu_wait_s"] = "0",
            ["loss_gc_s"] = "0",
            ["loss_imbalance_s"] = "0.5",
            ["loss_retries_s"] = "0",
            ["loss_shutdown_s"] = "1",
            ["loss_other_s"] = "1",
            ["loss_node_wait_s"] = "",
            ["loss_failed_s"] = "0.5",
            ["efficiency_load_balance"] = "0.5",
            ["efficiency_dispatch"] = "0.2857142857142857",
            ["efficiency_scalability"] = "0",
            ["efficiency_global"] = "0",
            ["cpu_wait_s"] = "0.125",
            ["gc_wait_s"] = "0",
            ["allocated_bytes"] = "",
            ["gc_gen0"] = "",
            ["gc_gen1"] = "",
            ["gc_gen2"] = "",
            ["longest_task_s"] = "0.5",
            ["waits"] = "",
        };
        Assert.Equal(expected, row);
    }

    [Fact]
    public void RunsOfAnIsolatedExecutorSaySo()
    {
        var header = CsvOutput.Session() with { Isolated = ["threads"] };
        var rows = Rfc4180.Rows(CsvOutput.Runs(header, MadeRun.Of("1"), MadeRun.Of("1") with { Executor = "threads" }));
        Assert.Equal(["no", "yes"], rows.Select(row => row["isolated"]));
    }

    [Theory]
    [InlineData(0.1, "0.1")]
    [InlineData(1e-9, "1E-09")]
    [InlineData(1234567.125, "1234567.125")]
    public void SecondsAreWrittenSoThatTheSameNumberIsReadBack(double seconds, string written)
    {
        var row = Rfc4180.Rows(CsvOutput.Runs(CsvOutput.Session(), MadeRun.Of("1") with { Seconds = (seconds, 0, 0) }))[0];
        Assert.Equal(written, row["startup_s"]);
        Assert.Equal(seconds, double.Parse(row["startup_s"], CultureInfo.InvariantCulture));
    }

    [Fact]
    public void WhatIsMissingIsEmpty()
    {
        var row = Rfc4180.Rows(CsvOutput.Runs(CsvOutput.Session(), new MadeRun { Tasks = [] }))[0];
        Assert.Equal(("", "", "0"), (row["concurrency_mean"], row["peak_rss_bytes"], row["tasks"]));
    }

    [Fact]
    public void TheDigestIsNeverANumberForASpreadsheet() =>
        Assert.Matches("^xxh3:[0-9a-f]{16}$", Rfc4180.Rows(CsvOutput.Runs(CsvOutput.Session(), MadeRun.Of("1")))[0]["result_digest"]);

    [Fact]
    public void AWarmUpAndAFailureAreNamed()
    {
        var rows = Rfc4180.Rows(CsvOutput.Runs(
            CsvOutput.Session(),
            MadeRun.Of("1") with { Phase = Phase.Warmup },
            MadeRun.Of("1") with { Error = "IOException: \"gone\", they say,\nand left" },
            MadeRun.Of("1") with { Status = RunStatus.Cancelled }));
        Assert.Equal(["warmup", "measure", "measure"], rows.Select(row => row["phase"]));
        Assert.Equal(["ok", "error", "cancelled"], rows.Select(row => row["status"]));
        Assert.Equal("IOException: \"gone\", they say,\nand left", rows[1]["error"]);
    }

    [Fact]
    public void ValuesOfOptionsAreFreeText()
    {
        var header = CsvOutput.Session() with { Parameters = [("formula", "=1+1"), ("number", "-5"), ("token", "***"), ("text", "a,b"), ("none", "")] };
        var row = Rfc4180.Rows(CsvOutput.Runs(header, MadeRun.Of("1")))[0];
        Assert.Equal(
            ("'=1+1", "-5", "***", "a,b", ""),
            (row["param_formula"], row["param_number"], row["param_token"], row["param_text"], row["param_none"]));
    }

    [Fact]
    public void OptionsOfTheExecutorStandInItsRowsOnly()
    {
        var header = CsvOutput.Session() with { ExecutorOptions = new Dictionary<string, string> { ["threads"] = "stack-size=65536; mood=calm", ["serial"] = "" } };
        var rows = Rfc4180.Rows(CsvOutput.Runs(header, MadeRun.Of("1"), MadeRun.Of("1") with { Executor = "threads" }, MadeRun.Of("1") with { Executor = "async" }));
        Assert.Equal(["", "stack-size=65536; mood=calm", ""], rows.Select(row => row["executor_options"]));
    }

    [Fact]
    public void ARowHasTheRemarksOnItsOwnExecutorAndOnAll()
    {
        var header = CsvOutput.Session() with { Remarks = [new Remark("The moon is far."), new Remark("Threads tangle.", "threads"), new Remark("Threads break.", "threads")] };
        var rows = Rfc4180.Rows(CsvOutput.Runs(header, MadeRun.Of("1"), MadeRun.Of("1") with { Executor = "threads" }));
        Assert.Equal(["The moon is far", "The moon is far; Threads tangle; Threads break"], rows.Select(row => row["remarks"]));
    }

    [Fact]
    public void EachRowIsOnDiskBeforeTheNextRun()
    {
        using var folder = new TemporaryFolder();
        using var csv = new CsvFile<RunRow>(folder["runs.csv"], CsvDialect.Plain, RunColumns.For(CsvOutput.Session()));
        csv.Prepare();
        csv.Commit();
        Assert.Equal($"{First},{Others}\n", CsvOutput.ReadShared(folder["runs.csv"]));
        for (var number = 1; number <= 3; number++)
        {
            csv.Write(add => add(new RunRow(CsvOutput.Session(), (MadeRun.Of("1") with { Number = number }).Record(), new AgainstSerial(null, number + 0.5))));
            var rows = Rfc4180.Rows(CsvOutput.ReadShared(folder["runs.csv"]));
            Assert.Equal((number, $"{number}.5"), (rows.Count, rows[^1]["speedup"]));
        }
    }
}
