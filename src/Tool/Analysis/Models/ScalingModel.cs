using Partime.Tool.Planning;

namespace Partime.Tool.Analysis;

internal enum ScalingLaw
{
    Amdahl,
    Usl,

    /// <summary>For work that grows with the workers; the other two are for the same work.</summary>
    Gustafson,
}

/// <summary>Why no law is named.</summary>
internal enum ModelRefusal
{
    /// <summary>Too few rounds for an interval.</summary>
    FewRounds,

    /// <summary>More workers were faster than in proportion: all laws exclude that.</summary>
    Superlinear,

    /// <summary>Leaving out a number of workers, no law finds its time again.</summary>
    NoLawFits,

    /// <summary>Under weak scaling, the time grows with every worker, and by Gustafson's law it must not.</summary>
    Growing,

    /// <summary>Both describe what was measured, and differ in what they say beyond.</summary>
    Undecided,
}

/// <summary>What the times of one executor with several numbers of workers say about its scaling.</summary>
internal sealed record ScalingModel
{
    /// <summary>With fewer numbers of workers, any of the laws goes through all points.</summary>
    public const int MinCounts = 3;

    /// <summary>A prediction for more workers than this times the most that were measured is a guess.</summary>
    public const int MaxReach = 2;

    /// <summary>The executor with the most workers that were measured.</summary>
    public required Arm Largest { get; init; }

    /// <summary>The medians of the wall times, by number of workers.</summary>
    public required IReadOnlyList<ScalingPoint> Points { get; init; }

    /// <summary>The rounds that the intervals come from.</summary>
    public required int Rounds { get; init; }

    /// <summary><see langword="null"/> if there is none to name; then there is a <see cref="Refusal"/>.</summary>
    public ScalingLaw? Law { get; init; }

    public ModelRefusal? Refusal { get; init; }

    public ScalingFit? Amdahl { get; init; }

    public ScalingFit? Usl { get; init; }

    public ScalingFit? Gustafson { get; init; }

    /// <summary>What Gustafson's law has to be told from.</summary>
    public ScalingFit? Growing { get; init; }

    /// <summary>How far Amdahl's law is off, as a fraction, at each number of workers when fitted without it: the root of the mean square.</summary>
    public double? AmdahlError { get; init; }

    /// <summary>The same for USL, from 4 numbers of workers.</summary>
    public double? UslError { get; init; }

    /// <summary>The same for Gustafson's law.</summary>
    public double? GustafsonError { get; init; }

    /// <summary>The same for the time that grows with every worker.</summary>
    public double? GrowingError { get; init; }

    public Interval? Contention { get; init; }

    public Interval? Coherency { get; init; }

    /// <summary>Of the speed-up at <see cref="Horizon"/>, by the law that is named.</summary>
    public Interval? AtHorizon { get; init; }

    /// <summary>The CPUs that partime could use; <see langword="null"/> if that is not known.</summary>
    public double? UsableCpus { get; init; }

    /// <summary>The share of its time for which a worker computes, with the fewest workers; <see langword="null"/> if it is not known.</summary>
    public double? CpuShare { get; init; }

    /// <summary>Whether the workers needed more CPUs than there are. Workers that only wait never do.</summary>
    public bool ExceedsCpus => WouldExceedCpus(MaxWorkers);

    /// <summary>Whether there are other numbers of workers that the CPUs suffice for.</summary>
    public bool HasMoreToMeasure => !ExceedsCpus && (!WouldExceedCpus(MaxWorkers + 1) || Points.Count < UsableCpus);

    /// <summary>Whether the CPUs suffice for enough numbers of workers, when there is one for each worker.</summary>
    public bool HasCpusForLaw => UsableCpus is null || Math.Floor(UsableCpus.Value) >= MinCounts;

    public Configuration Configuration => Largest.Configuration;

    public ScalingFit? Fit => Law switch
    {
        ScalingLaw.Amdahl => Amdahl,
        ScalingLaw.Usl => Usl,
        ScalingLaw.Gustafson => Gustafson,
        _ => null,
    };

    public int MaxWorkers => Points[^1].Workers;

    /// <summary>The most workers for which there are predictions.</summary>
    public int Horizon => MaxReach * MaxWorkers;

    /// <returns><see langword="null"/> without a law, and beyond the horizon.</returns>
    public double? SpeedUpWith(int workers) => workers <= Horizon ? Fit?.SpeedUpWith(workers) : null;

    private bool WouldExceedCpus(int workers) => workers > UsableCpus && workers * CpuShare > UsableCpus;

    /// <summary>The serial fraction that each number of workers shows by itself (Karp and Flatt 1990): one that rises with the workers is
    /// overhead, and no serial part. Under weak scaling it is the one that Gustafson's law has there. Empty if one worker was not measured.</summary>
    public IReadOnlyList<(int Workers, double Fraction)> KarpFlatt => Points[0].Workers > 1 ? [] :
        [.. from point in Points.Skip(1)
            let speedUp = Points[0].Seconds / point.Seconds
            select (point.Workers, (Largest.Scenario.Scale == Scale.Weak ? 1 - speedUp : (1 / speedUp) - (1.0 / point.Workers)) / (1 - (1.0 / point.Workers)))];

    /// <summary>One per executor, chunk size, options and scenario with enough numbers of workers.</summary>
    /// <param name="arms">What was measured.</param>
    /// <param name="order">The order of the configurations; <see langword="null"/> for that of the arms.</param>
    public static IReadOnlyList<ScalingModel> Of(IReadOnlyList<Arm> arms, IReadOnlyList<Configuration>? order = null) =>
    [
        .. from arm in arms
           where arm.SoundRuns.Count > 0 && arm.SoundSeconds.All(seconds => seconds > 0)
           group arm by new { arm.Scenario, arm.Configuration.Executor, arm.Configuration.ChunkSize, arm.ExecutorOptions, arm.IsIsolated } into scaling
           where scaling.Count() >= MinCounts
           orderby order?.ToList().FindIndex(configuration => configuration.Executor == scaling.Key.Executor && configuration.ChunkSize == scaling.Key.ChunkSize) ?? 0
           select new ScalingAnalysis([.. scaling.OrderBy(arm => arm.Configuration.Workers)]).Model(),
    ];

    /// <summary>Whether <see cref="Of"/> finds any, without the libraries that it needs: with loops, as it is asked at every start.</summary>
    /// <param name="configurations">Each once.</param>
    public static bool AreIn(IReadOnlyList<Configuration> configurations)
    {
        foreach (var one in configurations)
        {
            var counts = 0;
            foreach (var other in configurations)
                if (other.Executor == one.Executor && other.ChunkSize == one.ChunkSize && ++counts == MinCounts)
                    return true;
        }
        return false;
    }
}
