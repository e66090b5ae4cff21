using Partime.Tool.Analysis;

namespace Partime.Tool.Reporting;

/// <summary>What the rows of a file say of themselves, and what follows from what else happened on the machine: a sentence each.</summary>
internal static class RecordedText
{
    public static IEnumerable<string> Of(IReadOnlyList<Arm> arms) => Remarks(arms).Concat(DisturbanceText.Of(arms));

    private static IEnumerable<string> Remarks(IReadOnlyList<Arm> arms)
    {
        var names = new ConfigurationNames(arms.Select(arm => arm.Configuration));
        var remarks = arms.SelectMany(arm => arm.Runs).Where(run => run.Remarks.Length > 0).ToLookup(run => run.Remarks, run => run.Planned.Configuration);
        return remarks.Select(remark => $"{names.List(remark)}: {remark.Key}.");
    }
}
