namespace Partime.Tool.Measurement;

/// <summary>What determines the CPU frequency, and may change at any moment. What the system does not report is <see langword="null"/>.</summary>
/// <param name="OnBattery">Whether the machine runs on its battery; <see langword="null"/> if it has none.</param>
/// <param name="Governor">The frequency governor: <c>performance</c>, <c>powersave</c>, …</param>
/// <param name="IsKeptSlow">Whether the governor keeps the frequency low. With the drivers <c>intel_pstate</c> and <c>amd-pstate-epp</c>,
/// <c>powersave</c> is the default and does not.</param>
internal readonly record struct PowerState(bool? OnBattery, string? Governor, bool IsKeptSlow)
{
    private const string Frequency = "sys/devices/system/cpu/cpu0/cpufreq";

    /// <summary>Why all numbers are doubtful; <see langword="null"/> if the battery is no reason.</summary>
    public string? BatteryRemark => OnBattery == true
        ? "The machine runs on its battery, so the CPU frequency may change. Plug it in before you compare times."
        : null;

    /// <summary>The same about the governor.</summary>
    public string? GovernorRemark => IsKeptSlow
        ? $"The frequency governor '{Governor}' keeps the CPU frequency low. Set it to 'performance' before you compare times."
        : null;

    public static PowerState Of(SystemFiles files)
    {
        if (OperatingSystem.IsWindows())
            return WindowsMachine.Power;
        var governor = files.Text($"{Frequency}/scaling_governor");
        var isKeptSlow = governor == "powersave" && files.Text($"{Frequency}/scaling_driver") is not ("intel_pstate" or "amd-pstate-epp");
        return new PowerState(IsOnBattery(files), governor, isKeptSlow);
    }

    /// <summary>Batteries of mice and pens have the scope <c>Device</c> and do not count.</summary>
    private static bool? IsOnBattery(SystemFiles files)
    {
        bool? isDischarging = null;
        foreach (var supply in files.Entries("sys/class/power_supply"))
            if (files.Text($"{supply}/type") == "Battery" && files.Text($"{supply}/scope") != "Device")
                isDischarging = isDischarging == true || files.Text($"{supply}/status") == "Discharging";
        return isDischarging;
    }
}
