using Partime.Tool.Measurement;
using Partime.Tool.Planning;

namespace Partime.Tool.Analysis;

/// <summary>Decides after each round whether to measure another one. It considers how precise the medians are and never how they compare:
/// measuring until there is a difference always finds one.</summary>
internal sealed class StoppingRule(RoundsSpec spec)
{
    private readonly Dictionary<Configuration, List<Observation>> complete = [];
    private double spent;
    private bool hasFailures;

    // Read by the thread of the progress bar.
    private volatile int expectedRounds = spec.Fixed ?? RoundsSpec.MinAuto;

    /// <summary><see langword="null"/> until the last round.</summary>
    public StopReason? Reason { get; private set; }

    /// <summary>An upper estimate of the number of rounds, updated after each round.</summary>
    public int ExpectedRounds => expectedRounds;

    public void Add(Observation run)
    {
        if (run.Planned.Phase == Phase.Warmup || run.IsSuspended)
            return;
        spent += run.Times.Wall;
        hasFailures |= run.Status is RunStatus.Failed or RunStatus.Error;
        if (!run.IsComplete)
            return;
        if (!complete.TryGetValue(run.Planned.Configuration, out var ofConfiguration))
            complete[run.Planned.Configuration] = ofConfiguration = [];
        ofConfiguration.Add(run);
    }

    /// <summary>Whether to measure this round. The runs of all rounds before it have been added.</summary>
    public bool WantsRound(int round)
    {
        Reason = spec.Fixed is { } number
            ? round > number ? StopReason.Rounds : null
            : ReasonAfter(round - 1);
        if (spec.Fixed is null)
            expectedRounds = Reason is null ? Math.Max(round, ExpectedAfter(round - 1)) : round - 1;
        return Reason is null;
    }

    /// <summary>The configuration with the least precise median, and its precision.</summary>
    public (Configuration Configuration, double? Precision)? LeastPrecise() => complete.Count == 0 ? null : complete
        .Select(configuration => (configuration.Key, Distribution.Of(Arm.SecondsOf(configuration.Value)).Precision))
        .MaxBy(configuration => configuration.Precision ?? double.PositiveInfinity);

    private StopReason? ReasonAfter(int done)
    {
        var budget = spec.Budget.TotalSeconds;
        if (done == 0)
            return null;
        if (done == 1 && spent > budget)
            return StopReason.OneRound;
        if (done < RoundsSpec.MinAuto)
            return null;
        return hasFailures ? StopReason.Failures
            : WorstPrecision() is { } worst && worst <= spec.Precision ? StopReason.Precise
            : spent + (spent / done) > budget ? StopReason.Budget
            : done >= RoundsSpec.MaxAuto ? StopReason.MaxRounds
            : null;
    }

    private int ExpectedAfter(int done)
    {
        if (done < RoundsSpec.MinAuto || hasFailures || WorstPrecision() is not { } worst)
            return RoundsSpec.MinAuto;
        // The width of an interval falls with the square root of the number of rounds.
        var needed = done * worst / spec.Precision * (worst / spec.Precision);
        var affordable = Math.Min(spec.Budget.TotalSeconds * done / spent, RoundsSpec.MaxAuto);
        return (int)Math.Min(Math.Ceiling(needed), affordable);
    }

    /// <summary>0 if no run is complete, as more rounds would not help.</summary>
    private double? WorstPrecision() => LeastPrecise() is { } least ? least.Precision : 0;
}

/// <summary>Why a session has no more rounds.</summary>
internal enum StopReason
{
    /// <summary>The fixed number is reached.</summary>
    Rounds,

    /// <summary>Every median is precise enough.</summary>
    Precise,

    /// <summary>Another round would exceed the budget.</summary>
    Budget,

    /// <summary>The first round alone exceeded the budget.</summary>
    OneRound,

    /// <summary>Tasks or runs failed, so a more precise time would be of no use.</summary>
    Failures,

    /// <summary>The maximum for an automatic number is reached.</summary>
    MaxRounds,
}
