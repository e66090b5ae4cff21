using System.Globalization;
using Partime.Tool.Analysis;

namespace Partime.Tool.Reporting;

/// <summary>What disturbed runs: in a file a few words for each run, and for people a sentence for each kind.</summary>
internal static class DisturbanceText
{
    public static string Of(IEnumerable<Disturbance> disturbances) => string.Join("; ", disturbances.Select(disturbance => disturbance.Kind switch
    {
        DisturbanceKind.OtherPrograms => $"other programs {Readable.Percent(disturbance.Share)}",
        DisturbanceKind.Host => $"host {Readable.Percent(disturbance.Share)}",
        DisturbanceKind.Quota => $"quota {Readable.Percent(disturbance.Share)}",
        DisturbanceKind.Crowd => $"{PerCpu(disturbance.Share)} workers per CPU",
        _ => "battery",
    }));

    /// <summary>For all measured runs of a session or of a file.</summary>
    public static IEnumerable<string> Of(IReadOnlyList<Arm> arms)
    {
        var names = new ConfigurationNames(arms.Select(arm => arm.Configuration));
        foreach (var (kind, disturbed) in Disturbance.Among(arms))
        {
            var (worst, most) = disturbed[0];
            var others = disturbed.Count - 1;
            var who = names.Of(worst.Configuration) + (others > 0 ? $" and {Readable.Count(others)} more" : "");
            var upTo = others > 0 ? "up to " : "";
            yield return kind switch
            {
                DisturbanceKind.OtherPrograms => $"{who} ran while other programs had {upTo}{Readable.Percent(most)} of the machine's CPU time: close them and measure again.",
                DisturbanceKind.Host => $"{who} ran while the host gave CPUs to others for {upTo}{Readable.Percent(most)} of the time: its CPUs are shared, so measure more rounds.",
                DisturbanceKind.Quota => $"{who}: the quota stopped runs for {upTo}{Readable.Percent(most)} of their time, summed over threads: take fewer workers.",
                DisturbanceKind.Crowd => $"{who}: {upTo}{PerCpu(most)} workers per CPU were computing, so that they waited for one another.",
                _ => $"{who} ran on the machine's battery, where its clock rate may change: plug it in and measure again.",
            };
        }
        var governors = arms.SelectMany(arm => arm.Runs).Select(run => run.Noise.Governor).OfType<string>().Distinct().ToList();
        if (governors.Count > 1)
            yield return $"The frequency governor was not the same in all runs ({string.Join("; ", governors)}): keep it as it is and measure again.";
    }

    private static string PerCpu(double share) => share.ToString("0.##", CultureInfo.InvariantCulture);
}
