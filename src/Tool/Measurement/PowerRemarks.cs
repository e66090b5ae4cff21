namespace Partime.Tool.Measurement;

/// <summary>Why all numbers of a machine are doubtful, a sentence each.</summary>
internal static class PowerRemarks
{
    public static IEnumerable<string> OfBattery(PowerState power)
    {
        if (power.OnBattery == true)
            yield return "The machine runs on its battery, so its clock rate may change: plug it in before comparing times.";
    }

    public static IEnumerable<string> OfGovernor(PowerState power)
    {
        if (power.IsKeptSlow)
            yield return $"The frequency governor is '{power.Governor}', which keeps the clock rate low: set it to 'performance' before comparing times.";
    }
}
