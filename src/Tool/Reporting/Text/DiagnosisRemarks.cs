using System.Globalization;
using Partime.Tool.Analysis;
using Partime.Tool.Measurement;

namespace Partime.Tool.Reporting;

/// <summary>What makes numbers of this machine doubtful, a sentence each with its number. A machine of one's own has none.</summary>
internal static class DiagnosisRemarks
{
    /// <summary>Of the CPUs; less is what the start of this command leaves behind.</summary>
    private const double MuchLoad = 0.5;

    private const double CoarseClockSeconds = 1e-6;

    /// <summary>.NET's timers count in steps of up to 4 ms on Linux, which is nothing to be said every time.</summary>
    private const double LateSleepSeconds = 0.005;

    /// <summary>Of the CPUs that workers may use.</summary>
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
            yield return Text($"In the minute before, programs wanted {load:0.##} of {cpus} CPUs on average: unless that was partime, close them before comparing times.");
        if (machine.Limits.Cpus is { } quota && quota < machine.Cpus)
            yield return Text($"A quota allows {quota:0.##} of {machine.Cpus} CPUs, and stops what exceeds it: use no more workers than that.");
        if (found.Clock is { StepSeconds: > CoarseClockSeconds and var step })
            yield return $"The clock moves in steps of {Readable.Duration(step)}: times of single tasks are no more exact than that.";
        foreach (var (call, late) in found.Sleeps.GroupBy(sleep => sleep.Call, (call, sleeps) => (call, sleeps.Max(sleep => sleep.Median))))
            if (late > LateSleepSeconds)
                yield return $"{call} takes {Readable.Duration(late.Value)} longer than asked for: compare what sleeps took, and not what they should have.";
        foreach (var sentence in Scaling(found).Concat(DisturbanceText.Of(Arm.AllOf(found.Runs))))
            yield return sentence;
    }

    /// <summary>Not what is only likely: an interval may reach from poor to perfect.</summary>
    private static IEnumerable<string> Scaling(Diagnosis found)
    {
        if (found.Scaling is not [.., { SpeedUpOverOne: { } speedUp, Configuration.Workers: var workers }])
            yield break;
        var poor = PoorScaling * Math.Min(workers, found.Machine.UsableCpus);
        if (workers == 1 || found.Machine.UsableCpus <= 1 || speedUp.Value >= poor)
            yield break;
        if (speedUp.Interval is { } interval && interval.High >= poor)
            yield return Text($"{workers} workers that share nothing are between {interval.Low:0.00} and {interval.High:0.00} times as fast as one: too uncertain to expect anything of it.");
        else
            yield return Text($"{workers} workers that share nothing are {speedUp.Value:0.00} times as fast as one: expect no more of any executor here.");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
