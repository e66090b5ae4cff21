using System.Globalization;
using Partime.Tool.Analysis;

namespace Partime.Tool.Reporting;

/// <summary>What JSON documents say of a model.</summary>
internal static class ModelColumns
{
    private const string OfLaw = "`null` without a law";

    public static readonly Column<ScalingModel>[] All =
    [
        new("workload", model => model.Largest.Scenario.Workload, "the name of the workload"),
        new("tasks", model => model.Largest.Scenario.Tasks, "the number of tasks of a run; under weak scaling, of a run with one worker"),
        new("executor", model => model.Configuration.Executor, "the name of the executor"),
        new("chunk_size", model => model.Configuration.ChunkSize.Number, "as in the runs CSV"),
        new("executor_options", model => model.Largest.ExecutorOptions, "as in the runs CSV"),
        new("isolated", model => Label.YesNo(model.Largest.IsIsolated), "as in the runs CSV"),
        new("worker_counts", model => string.Join(", ", model.Points.Select(point => point.Workers)), "the measured numbers of workers, as `1, 2, 4`"),
        new("rounds", model => model.Rounds, "the number of rounds of the configuration that has fewest"),
        new("law", model => model.Law is { } law ? Label.Of(law) : null, "`amdahl` or `usl`, under weak scaling `gustafson`; `null` if none is named"),
        new("refusal", model => model.Refusal is null ? null : ModelText.Of(model), "why none is named; otherwise `null`"),
        new("serial_fraction", model => model.Fit?.Contention, $"of `amdahl` and `gustafson` the serial fraction, of `usl` the contention σ; {OfLaw}"),
        new("serial_fraction_low", model => model.Contention?.Low, "lower end of its 95% confidence interval"),
        new("serial_fraction_high", model => model.Contention?.High, "upper end of this interval"),
        new("coherency", model => model.Law == ScalingLaw.Usl ? model.Fit?.Coherency : null, "of `usl` κ, what each pair of workers costs"),
        new("coherency_low", model => model.Coherency?.Low, "lower end of its 95% confidence interval"),
        new("coherency_high", model => model.Coherency?.High, "upper end of this interval"),
        new("horizon_workers", model => model.Horizon, "twice the most workers that were measured: there are no predictions beyond"),
        new("horizon_speedup", model => model.SpeedUpWith(model.Horizon), $"the speed-up over one worker that the law predicts there, of `gustafson` the scaled one; {OfLaw}"),
        new("horizon_speedup_low", model => model.AtHorizon?.Low, "lower end of its 95% confidence interval"),
        new("horizon_speedup_high", model => model.AtHorizon?.High, "upper end of this interval"),
        new("peak_workers", model => ModelText.PeakWorkers(model), "of `usl`, with how many workers it is fastest; `null` beyond `horizon_workers`"),
        new("amdahl_error", model => model.AmdahlError, "how far `amdahl` is off, as a fraction, at each number of workers when fitted without it: the root of the mean square"),
        new("usl_error", model => model.UslError, "the same for `usl`, from 4 numbers of workers"),
        new("karp_flatt", model => string.Join("; ", model.KarpFlatt.Select(of => string.Create(CultureInfo.InvariantCulture, $"{of.Workers}: {of.Fraction:0.####}"))),
            "the serial fraction that each number of workers shows by itself, as `2: 0.05; 4: 0.08`; `null` if one worker was not measured"),
        new("scale", model => Label.Of(model.Largest.Scenario.Scale), "`strong`, or `weak` if the tasks grow with the workers"),
        new("gustafson_error", model => model.GustafsonError, "as `amdahl_error`, for `gustafson`"),
        new("growing_error", model => model.GrowingError, "the same for a time that grows with every worker, which `gustafson` has to be told from"),
    ];
}
