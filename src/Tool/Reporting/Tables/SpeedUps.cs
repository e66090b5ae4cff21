using Partime.Tool.Analysis;

namespace Partime.Tool.Reporting;

/// <summary>What the speed-ups of a table are over: the baseline that the user has chosen, otherwise serial, and without that one worker.</summary>
/// <param name="summaries">Those of one scenario.</param>
internal sealed class SpeedUps(IReadOnlyList<Summary> summaries)
{
    private readonly Baseline? chosen = summaries is [{ Compared: { } compared }, ..] ? compared.Baseline : null;

    public bool AreOverChosen => chosen is not null;

    /// <summary>Whether there are any over serial, and none were chosen.</summary>
    public bool AreOverSerial { get; } = summaries is not [{ Compared: not null }, ..] && summaries.Any(summary => summary.SpeedUp is not null);

    /// <param name="oneWorker">What one worker is called there.</param>
    public string Over(string oneWorker) => chosen?.Name ?? (AreOverSerial ? Summary.Baseline : oneWorker);

    public Estimate? Of(Summary summary) => AreOverChosen ? summary.Compared?.SpeedUp : AreOverSerial ? summary.SpeedUp : summary.SpeedUpOverOne;

    public Difference? DifferenceOf(Summary summary) => AreOverChosen ? summary.Compared?.Difference : AreOverSerial ? summary.Difference : summary.DifferenceOverOne;
}
