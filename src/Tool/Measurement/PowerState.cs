namespace Partime.Tool.Measurement;

/// <summary>What decides on the rate of the processor's clock, and may change at any moment. What the system does not tell is
/// <see langword="null"/>.</summary>
/// <param name="OnBattery">Whether the machine runs on its battery; <see langword="null"/> if it has none.</param>
/// <param name="Governor">Who chooses the clock's rate: <c>performance</c>, <c>powersave</c>, …</param>
/// <param name="IsKeptSlow">Whether the governor keeps the processor slow. With <c>intel_pstate</c> and <c>amd-pstate-epp</c>,
/// <c>powersave</c> is the usual one and does not.</param>
internal readonly record struct PowerState(bool? OnBattery, string? Governor, bool IsKeptSlow)
{
    private const string Frequency = "sys/devices/system/cpu/cpu0/cpufreq";

    public static PowerState Of(SystemFiles files)
    {
        var governor = files.Text($"{Frequency}/scaling_governor");
        var isKeptSlow = governor == "powersave" && files.Text($"{Frequency}/scaling_driver") is not ("intel_pstate" or "amd-pstate-epp");
        return new PowerState(IsOnBattery(files), governor, isKeptSlow);
    }

    /// <summary>Batteries of mice and pens, whose scope is the device, are nobody's concern here.</summary>
    private static bool? IsOnBattery(SystemFiles files)
    {
        var batteries = files.Entries("sys/class/power_supply")
            .Where(supply => files.Text($"{supply}/type") == "Battery" && files.Text($"{supply}/scope") != "Device").ToList();
        return batteries.Count == 0 ? null : batteries.Any(battery => files.Text($"{battery}/status") == "Discharging");
    }
}
