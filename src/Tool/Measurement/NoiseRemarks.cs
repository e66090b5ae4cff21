using System.Globalization;
using Partime.Tool.Planning;

namespace Partime.Tool.Measurement;

/// <summary>Why the time of a run is doubtful, a sentence each with its number. A run on a machine of its own has none.</summary>
internal static class NoiseRemarks
{
    /// <summary>Of a shorter run, ticks of 10 ms say nothing.</summary>
    private const double ShortestSeconds = 0.2;

    private const double MuchOfMachine = 0.1;

    /// <summary>Of the run and not of all CPUs: only those that have work are stolen from.</summary>
    private const double MuchStolen = 0.01;

    /// <summary>Of the run, summed over threads. A single worker, too, is stopped for a moment while the runtime compiles beside it.</summary>
    private const double MuchThrottled = 0.02;

    /// <summary>Workers that sleep need no CPU each; those that had this much of all CPUs were computing.</summary>
    private const double Computing = 0.8;

    /// <summary>What all numbers of a machine suffer from.</summary>
    public static IEnumerable<string> Of(Machine machine)
    {
        if (machine.Power.OnBattery == true)
            yield return "The machine runs on its battery, so its clock rate may change: plug it in before comparing times.";
        if (machine.Power.IsKeptSlow)
            yield return $"The frequency governor is '{machine.Power.Governor}', which keeps the clock rate low: set it to 'performance' before comparing times.";
    }

    public static IEnumerable<string> Of(RunNoise noise, RunTimes times, CpuTime cpu, Configuration configuration, Machine machine)
    {
        if (noise.OnBattery == true && machine.Power.OnBattery != true)
            yield return "the machine ran on its battery during a run and did not when the session began: leave it plugged in, and measure again.";
        if (noise.Governor is { } governor && governor != machine.Power.Governor)
            yield return $"the frequency governor was '{governor}' during a run and '{machine.Power.Governor}' when the session began: keep it as it is, and measure again.";
        var wall = times.WallSeconds;
        if (wall < ShortestSeconds)
            yield break;
        var all = wall * (machine.Processor.LogicalCpus ?? machine.Cpus);
        if (noise.OthersCpuSeconds is { } others && others > SystemReading.LeastSeconds && others > MuchOfMachine * all)
            yield return $"other programs used {Percent(others / all)} of the machine's CPU time during a run: close them before comparing times.";
        if (noise.StealSeconds is { } stolen && stolen > SystemReading.LeastSeconds && stolen > MuchStolen * wall)
            yield return string.Create(CultureInfo.InvariantCulture, $"the host gave {stolen:0.##} s of CPU time to other virtual machines during a run of {wall:0.##} s: its CPUs are shared.");
        if (noise.ThrottledSeconds is { } throttled && throttled > MuchThrottled * wall)
            yield return string.Create(CultureInfo.InvariantCulture, $"the quota of {machine.Limits.Cpus:0.##} CPUs stopped a run for {throttled:0.###} s, summed over threads: take fewer workers.");
        var usable = Math.Min(machine.Cpus, machine.Limits.Cpus ?? machine.Cpus);
        if (configuration.Workers > usable && (cpu.User + cpu.System).TotalSeconds > Computing * usable * wall)
            yield return string.Create(CultureInfo.InvariantCulture, $"{configuration.Workers} workers were computing on {usable:0.##} CPUs, so that tasks waited for one another.");
    }

    private static string Percent(double part) => string.Create(CultureInfo.InvariantCulture, $"{100 * part:0.#} %");
}
