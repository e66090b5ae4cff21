using Partime.Tool.Measurement;

namespace Partime.Tool.Analysis;

/// <summary>What disturbed some configurations, all measured rounds of each added up: a round among many does no harm, and of short ones
/// nobody can tell one by one.</summary>
/// <param name="Kind">What it was.</param>
/// <param name="Arms">Which it disturbed, and how much: the one that had the most of it first.</param>
internal sealed record Disturbed(DisturbanceKind Kind, IReadOnlyList<(Arm Arm, double Share)> Arms)
{
    public static IReadOnlyList<Disturbed> Among(IEnumerable<Arm> arms) =>
    [
        .. from arm in arms
           from disturbance in Of(arm.Runs, arm.Configuration.Workers)
           group (arm, disturbance.Share) by disturbance.Kind into kind
           orderby kind.Key
           select new Disturbed(kind.Key, [.. kind.OrderByDescending(disturbed => disturbed.Share)]),
    ];

    /// <summary>What is not known of a run is taken for nothing.</summary>
    private static IEnumerable<Disturbance> Of(IReadOnlyList<Observation> runs, int workers) => Disturbance.Of(
        runs[0].Noise with
        {
            OthersCpuSeconds = runs.Sum(run => run.Noise.OthersCpuSeconds),
            StealSeconds = runs.Sum(run => run.Noise.StealSeconds),
            ThrottledSeconds = runs.Sum(run => run.Noise.ThrottledSeconds),
            OnBattery = runs.Any(run => run.Noise.OnBattery == true),
        },
        runs.Sum(run => run.Times.Wall),
        runs.Sum(run => run.CpuSeconds ?? 0),
        workers,
        runs.Count);
}
