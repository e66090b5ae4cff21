using System.Globalization;
using Partime.Tool.Analysis;
using Partime.Tool.Measurement;

namespace Partime.Tool.Reporting;

/// <summary>What makes measurements on this machine doubtful, a sentence each. An idle machine has none.</summary>
internal static class DoctorRemarks
{
    /// <summary>As a fraction of the CPUs. The start of this command alone stays below it.</summary>
    private const double MuchLoad = 0.5;

    private const double CoarseClockSeconds = 1e-6;

    /// <summary>Above the steps of .NET's timers, which are up to 4 ms on Linux.</summary>
    private const double LateSleepSeconds = 0.005;

    /// <summary>As a fraction of the CPUs that workers may use.</summary>
    private const double PoorScaling = 0.8;

    public static IEnumerable<string> Of(Diagnosis found)
    {
        var machine = found.Machine;
        if (machine.Power.BatteryRemark is { } battery)
            yield return battery;
        if (machine.Power.GovernorRemark is { } governor)
            yield return governor;
        var cpus = machine.Processor.LogicalCpus ?? machine.Cpus;
        if (found.Load is { } load && load > MuchLoad * cpus)
            yield return Text($"In the minute before, programs wanted {load:0.##} of {cpus} CPUs on average: close them before comparing times, unless it was partime.");
        if (machine.Limits.Cpus is { } quota && quota < machine.Cpus)
            yield return Text($"A quota allows {quota:0.##} of {machine.Cpus} CPUs and stops programs that use more: use no more workers than that.");
        if (found.Clock is { StepSeconds: > CoarseClockSeconds and var step })
            yield return $"The clock has a resolution of {Readable.Duration(step)}: times of single tasks are no more precise than that.";
        foreach (var (call, late) in found.Sleeps.GroupBy(sleep => sleep.Call, (call, sleeps) => (call, sleeps.Max(sleep => sleep.Median))))
            if (late > LateSleepSeconds)
                yield return $"{call} takes {Readable.Duration(late.Value)} longer than requested: compare the measured durations of sleeps, not the requested ones.";
        foreach (var sentence in Scaling(found).Concat(RunRemarks.Disturbances(Arm.AllOf(found.Runs))))
            yield return sentence;
    }

    /// <summary>If the interval reaches from poor to good, the scaling is uncertain, not poor.</summary>
    private static IEnumerable<string> Scaling(Diagnosis found)
    {
        if (found.Scaling is not [.., { SpeedUpOverOne: { } speedUp, Configuration.Workers: var workers }])
            yield break;
        var poor = PoorScaling * Math.Min(workers, found.Machine.UsableCpus);
        if (workers == 1 || found.Machine.UsableCpus <= 1 || speedUp.Value >= poor)
            yield break;
        if (speedUp.Interval is { } interval && interval.High >= poor)
            yield return Text($"{workers} workers that share nothing are between {interval.Low:0.00} and {interval.High:0.00} times as fast as one: the scaling of this machine is inconclusive.");
        else
            yield return Text($"{workers} workers that share nothing are {speedUp.Value:0.00} times as fast as one: no executor can do better here.");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
