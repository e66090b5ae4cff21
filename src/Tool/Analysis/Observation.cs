using Partime.Tool.Measurement;
using Partime.Tool.Planning;

namespace Partime.Tool.Analysis;

/// <summary>A run as statistics see it, whether it has just been measured or was read from a file of last week.</summary>
/// <param name="Scenario">What was run.</param>
/// <param name="Session">The id of the command that measured it.</param>
/// <param name="Planned">Its place in that session.</param>
/// <param name="Times">How long it took.</param>
/// <param name="Status">How it ended.</param>
internal sealed record Observation(Scenario Scenario, string Session, PlannedRun Planned, TimeParts Times, RunStatus Status)
{
    /// <summary>The executor's options in effect, as <c>key=value; key=value</c>.</summary>
    public string ExecutorOptions { get; init; } = "";

    /// <summary>Whether it had a process of its own that was gone afterwards.</summary>
    public bool IsIsolated { get; init; }

    /// <summary>The digest over all results; <see langword="null"/> if it is not known.</summary>
    public ulong? ResultDigest { get; init; }

    /// <summary>The mean number of tasks under way; <see langword="null"/> if none took any time.</summary>
    public double? ConcurrencyMean { get; init; }

    /// <summary>The processor time of partime and its workers; <see langword="null"/> if it is not known.</summary>
    public double? CpuSeconds { get; init; }

    /// <summary>What its row says besides, if it was read from a file.</summary>
    public string Remarks { get; init; } = "";

    /// <summary>What else happened on the machine.</summary>
    public RunNoise Noise { get; init; } = new();

    /// <summary>Whether the first failure was to end the session.</summary>
    public bool EndsAtFailure { get; init; }

    /// <summary>Whether it ended before all tasks had their chance.</summary>
    public bool IsCutShort => Status == RunStatus.Cancelled || (EndsAtFailure && Status == RunStatus.Failed);

    /// <summary>Whether all tasks had their chance, so that the time is that of a whole run.</summary>
    public bool IsComplete => Status is RunStatus.Ok or RunStatus.Failed && !IsCutShort;

    /// <summary>Runs of one round are measured close together: what slows the machine for a while slows all of them.</summary>
    public (string Session, int Round) RoundKey => (Session, Planned.Round);

    public static Observation Of(RunRecord run, Scenario scenario, string session, string executorOptions) =>
        new(scenario, session, run.Planned, TimeParts.Of(run.Times), run.Status)
        {
            ExecutorOptions = executorOptions,
            ResultDigest = run.Totals.ResultDigest,
            ConcurrencyMean = run.Totals.ConcurrencyMean,
            CpuSeconds = run.Costs.Cpu.TotalSeconds,
            Noise = run.Noise,
        };
}
