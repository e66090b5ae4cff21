using Partime.Tool.Analysis;
using Partime.Tool.Measurement;

namespace Partime.Tool.Reporting;

/// <summary>The columns that say where the time of its workers went, and how they are read back.</summary>
internal static class LossColumns
{
    /// <summary>How far the parts may be from their sum, as a fraction: other programs may have rounded them.</summary>
    private const double Tolerance = 0.01;

    /// <summary>The same for all parts of a short run, rounded to microseconds.</summary>
    private const double RoundingSeconds = 10e-6;

    /// <summary>The same in runs and summaries. A lambda of the row's own type reads the losses.</summary>
    private static readonly Column<Losses>[] Parts =
    [
        new("useful_s", losses => losses.Useful,
            "the time in tasks that a serial run needs for them too; see [insight.md](insight.md). This and all `loss_…_s` are summed over workers, and add up to `wall_s` × `workers`; empty counts as 0. The serial run is the latest before this row; the summary has that of the same round. Under weak scaling its times count times the workers"),
        new("loss_startup_s", losses => losses.Startup, "until the pool was ready, and until each worker's first task"),
        new("loss_dispatch_s", losses => losses.Dispatch, "between the tasks of a worker"),
        new("loss_contention_s", losses => losses.Contention,
            "tasks took longer than under `serial`, and neither of the next two explains it; empty without a serial run before this row, or if tasks failed"),
        new("loss_cpu_wait_s", losses => losses.CpuWait, "within tasks, waiting for a CPU beyond what the serial run waited; empty where the system does not report it"),
        new("loss_gc_s", losses => losses.Gc, "within tasks, stopped by the garbage collector beyond what the serial run was"),
        new("loss_imbalance_s", losses => losses.Imbalance, "workers without a task while others were in their last"),
        new("loss_retries_s", losses => losses.Retries, "attempts that failed and were retried"),
        new("loss_shutdown_s", losses => losses.Shutdown, "`shutdown_s` × `workers`"),
        new("loss_other_s", losses => losses.Other, "from the end of the last task until the executor said that all were done"),
        new("loss_node_wait_s", losses => losses.NodeWait, "between the tasks of a worker of a [node](cluster.md), while it had none: its results were on their way, or its next tasks; empty without nodes"),
        new("loss_failed_s", losses => losses.Failed, "in tasks that ended without a result; their earlier attempts are in `loss_retries_s`"),
        new("efficiency_load_balance", losses => losses.Efficiencies?.LoadBalance, "the mean time of a worker in attempts at tasks, divided by that of the busiest worker"),
        new("efficiency_dispatch", losses => losses.Efficiencies?.Dispatch, "the time of the busiest worker in attempts at tasks, divided by `wall_s`"),
        new("efficiency_scalability", losses => losses.Efficiencies?.Scalability,
            "`work_s` of the serial run divided by the time of all workers in attempts at tasks; above 1 if tasks were faster than under `serial`. Without a serial run, `useful_s` takes the place of its `work_s`"),
        new("efficiency_global", losses => losses.Efficiencies?.Global, "that `work_s` divided by `wall_s` × `workers`: the product of the three"),
    ];

    public static readonly Column<RunRow>[] OfRuns =
    [
        .. Of<RunRow>(row => row.Serial?.Losses),
        new("cpu_wait_s", row => row.Run.WorkerTime.CpuWait, "how long workers were ready to run and waited for a CPU, summed; empty where the system does not report it, and where threads that are no workers waited, too"),
        new("gc_wait_s", row => row.Run.WorkerTime.GcWait, "how long the garbage collector stopped workers, summed over workers"),
    ];

    /// <param name="of">The losses of a row, if they are known.</param>
    /// <param name="meaning">In place of the meaning of each part of the time.</param>
    /// <param name="meaningOfRatios">In place of the meaning of each efficiency.</param>
    public static Column<TRow>[] Of<TRow>(Func<TRow, Losses?> of, string? meaning = null, string? meaningOfRatios = null) =>
        Array.ConvertAll(Parts, part => new Column<TRow>(part.Name, row => of(row) is { } losses ? part.Value(losses) : default, (IsRatio(part) ? meaningOfRatios ?? meaning : meaning) ?? part.Meaning));

    private static bool IsRatio(Column<Losses> part) => part.Name.StartsWith("efficiency_", StringComparison.Ordinal);

    /// <returns><see langword="null"/> if the file is of a version without these columns.</returns>
    public static WorkerTime? Read(CsvLine line, int workers, double wall)
    {
        if (Rest("useful_s") is not { } useful)
            return null;
        var time = new WorkerTime
        {
            Workers = workers,
            Wall = wall,
            Startup = Part("startup"),
            Tasks = Nanoseconds(useful + Part("contention") + Part("cpu_wait") + Part("gc") + Part("failed")),
            Failed = Rest("loss_failed_s"),
            Retries = Part("retries"),
            Dispatch = Nanoseconds(Part("dispatch") + Part("node_wait")),
            NodeWait = Rest("loss_node_wait_s"),
            Imbalance = Part("imbalance"),
            Other = Part("other"),
            Shutdown = Part("shutdown"),
            MaxBusy = Nanoseconds((line.Number("efficiency_dispatch", 0, 1 + Tolerance, "a number from 0 to 1") ?? 0) * wall),
            CpuWait = line.Seconds("cpu_wait_s"),
            GcWait = line.Seconds("gc_wait_s") ?? 0,
        };
        var whole = wall * workers;
        var hasAll = Array.TrueForAll(Parts, part => IsRatio(part) || line.Has(part.Name));
        if (hasAll && Math.Abs(time.Sum - whole) > Math.Max(Tolerance * whole, RoundingSeconds))
            throw line.Contradiction($"useful_s and all loss_…_s add up to {Readable.Duration(time.Sum)}, but wall_s × workers is {Readable.Duration(whole)}");
        return time;

        double Part(string name) => Rest($"loss_{name}_s") ?? 0;

        // What is left of a subtraction may be a tiny number in place of 0.
        double? Rest(string column) => line.Number(column, -RoundingSeconds, CsvLine.MaxSeconds, CsvLine.SecondsWanted);
    }

    /// <summary>Without what rounding added: all times are whole nanoseconds.</summary>
    private static double Nanoseconds(double seconds) => Math.Round(seconds, 9);
}
