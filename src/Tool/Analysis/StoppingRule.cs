using Partime.Tool.Measurement;
using Partime.Tool.Planning;

namespace Partime.Tool.Analysis;

/// <summary>Decides after each round whether another one is worth its time. It looks at how well the medians are known and never at what they
/// are: whoever measures until there is a difference always finds one.</summary>
internal sealed class StoppingRule(RoundsSpec spec)
{
    private readonly Dictionary<Configuration, List<double>> seconds = [];
    private double spent;
    private bool hasFailures;

    // Read by a progress bar, on a thread of its own.
    private volatile int expectedRounds = spec.Fixed ?? RoundsSpec.MinAuto;

    /// <summary>Why there was no other round, once there was none.</summary>
    public StopReason? Reason { get; private set; }

    /// <summary>How many rounds there will be by what is known now, at most.</summary>
    public int ExpectedRounds => expectedRounds;

    public void Add(Observation run)
    {
        if (run.Planned.Phase == Phase.Warmup)
            return;
        spent += run.Times.Wall;
        hasFailures |= run.Status is RunStatus.Failed or RunStatus.Error;
        if (!run.IsComplete)
            return;
        if (!seconds.TryGetValue(run.Planned.Configuration, out var ofConfiguration))
            seconds[run.Planned.Configuration] = ofConfiguration = [];
        ofConfiguration.Add(run.Times.Wall);
    }

    /// <summary>Whether this round is to be measured, those before it having been added.</summary>
    public bool WantsRound(int round)
    {
        Reason = spec.Fixed is { } number
            ? round > number ? StopReason.Rounds : null
            : ReasonAfter(round - 1);
        if (spec.Fixed is null)
            expectedRounds = Reason is null ? Math.Max(round, ExpectedAfter(round - 1)) : round - 1;
        return Reason is null;
    }

    /// <summary>The configuration whose median is known least well, and how well it is.</summary>
    public (Configuration Configuration, double? Precision)? LeastPrecise() => seconds.Count == 0 ? null : seconds
        .Select(configuration => (configuration.Key, Distribution.Of(configuration.Value).Precision))
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
        // An interval shrinks with the square root of the number of rounds.
        var needed = done * worst / spec.Precision * (worst / spec.Precision);
        var affordable = Math.Min(spec.Budget.TotalSeconds * done / spent, RoundsSpec.MaxAuto);
        return (int)Math.Min(Math.Ceiling(needed), affordable);
    }

    /// <summary>Nothing at all, if nothing is ever complete, is as precise as it will be.</summary>
    private double? WorstPrecision() => LeastPrecise() is { } least ? least.Precision : 0;
}

/// <summary>Why a session has no more rounds.</summary>
internal enum StopReason
{
    /// <summary>There were as many as asked for.</summary>
    Rounds,

    /// <summary>Every median is known as well as asked for.</summary>
    Precise,

    /// <summary>Another would take longer than may be measured.</summary>
    Budget,

    /// <summary>The first alone took longer.</summary>
    OneRound,

    /// <summary>Tasks or runs failed: nobody needs to know well how long that takes.</summary>
    Failures,

    /// <summary>There were as many as there may be.</summary>
    MaxRounds,
}
