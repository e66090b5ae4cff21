using System.Globalization;
using Partime.Tool.Analysis;

namespace Partime.Tool.Reporting;

/// <summary>What makes the times of runs doubtful: in a file a few words per run or configuration, and for people sentences.</summary>
internal static class RunRemarks
{
    private const int MaxShown = 5;

    /// <summary>The first few, unless all are wanted.</summary>
    public static IReadOnlyList<string> Shown(IReadOnlyList<string> remarks, Verbosity verbosity) =>
        verbosity == Verbosity.Verbose || remarks.Count <= MaxShown + 1 ? remarks : [.. remarks.Take(MaxShown)];

    /// <summary>Everything about the runs of a file: the remarks that it has, and what disturbed the runs.</summary>
    public static IEnumerable<string> OfFile(IReadOnlyList<Arm> arms)
    {
        var names = new ArmNames(arms);
        var remarks = arms.SelectMany(arm => arm.Runs.Select(run => run.Remarks).Where(text => text.Length > 0).Distinct().Select(text => (Text: text, Arm: arm))).ToLookup(remark => remark.Text, remark => remark.Arm);
        return remarks.Select(remark => $"{(arms.Count > 2 && remark.Count() == arms.Count ? "All runs" : names.List(remark))}: {remark.Key}.").Concat(Disturbances(arms));
    }

    /// <summary>What disturbed the measured runs of a session or of a file.</summary>
    public static IEnumerable<string> Disturbances(IReadOnlyList<Arm> arms)
    {
        foreach (var (kind, disturbed) in Disturbance.Among(arms))
        {
            var (worst, max) = (disturbed[0].Arm, disturbed[0].Disturbance.Share);
            var others = disturbed.Count - 1;
            var who = new ArmNames(arms).Of(worst) + (others > 0 ? $" and {Readable.Count(others)} more" : "");
            var upTo = others > 0 ? "up to " : "";
            yield return kind switch
            {
                DisturbanceKind.OtherPrograms => $"{who} ran while other programs used {upTo}{Readable.Percent(max)} of the machine's CPU time: close them and measure again.",
                DisturbanceKind.Host => $"{who} ran while the host gave CPUs to other machines for {upTo}{Readable.Percent(max)} of the time: its CPUs are shared, so measure more rounds.",
                DisturbanceKind.Quota => $"{who}: the quota stopped runs for {upTo}{Readable.Percent(max)} of their time, summed over threads. Use fewer workers.",
                DisturbanceKind.Crowd => $"{who}: {upTo}{PerCpu(max)} workers per CPU kept all CPUs busy, so some waited for one. Computing needs no more workers than CPUs.",
                _ => $"{who} ran on battery, where the clock rate may change: plug the machine in and measure again.",
            };
        }
        var governors = arms.SelectMany(arm => arm.Runs).Select(run => run.Noise.Governor).OfType<string>().Distinct().ToList();
        if (governors.Count > 1)
            yield return $"The frequency governor differed between runs ({string.Join("; ", governors)}): keep it constant and measure again.";
    }

    /// <summary>In a file, for one run.</summary>
    public static string Of(IEnumerable<Disturbance> disturbances) => string.Join("; ", disturbances.Select(disturbance => disturbance.Kind switch
    {
        DisturbanceKind.OtherPrograms => $"other programs {Readable.Percent(disturbance.Share)}",
        DisturbanceKind.Host => $"host {Readable.Percent(disturbance.Share)}",
        DisturbanceKind.Quota => $"quota {Readable.Percent(disturbance.Share)}",
        DisturbanceKind.Crowd => $"{PerCpu(disturbance.Share)} workers per CPU",
        _ => "battery",
    }));

    private static string PerCpu(double share) => share.ToString("0.##", CultureInfo.InvariantCulture);
}
