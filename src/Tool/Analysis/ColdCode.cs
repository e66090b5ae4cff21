using Partime.Tool.Measurement;

namespace Partime.Tool.Analysis;

/// <summary>A configuration whose runs compile the code that they run, compared with a baseline whose code is compiled. Its tasks are
/// slower until their code is compiled too.</summary>
/// <param name="Slowdown">How many times as long the tasks took as under the baseline: the median over the rounds.</param>
/// <param name="Methods">How many methods a run compiled: the median.</param>
/// <param name="BaselineMethods">The same of the baseline.</param>
internal sealed record ColdCode(double Slowdown, long Methods, long BaselineMethods)
{
    /// <summary>A smaller one needs no explanation.</summary>
    private const double MinSlowdown = 1.05;

    /// <summary>Compiling has a share of the time of all tasks that is higher by at least this. The code that is slow until it is compiled takes
    /// several times as much, but a handful of methods explains nothing.</summary>
    private const double MinCompiling = 0.01;

    /// <returns><see langword="null"/> if the code is no colder than that of the baseline, if that makes no difference, or if it is not known.</returns>
    public static ColdCode? Of(Arm arm, Arm baseline)
    {
        var (compiling, baselineCompiling) = (Median(arm, Compiling), Median(baseline, Compiling));
        if (!(compiling - baselineCompiling >= MinCompiling))
            return null;
        var slowdown = 1 / (arm.RatioOver(baseline, run => run.WorkSeconds ?? 0)?.Value ?? double.NaN);
        var (methods, baselineMethods) = (Median(arm, Methods), Median(baseline, Methods));
        return slowdown >= MinSlowdown && methods > baselineMethods ? new ColdCode(slowdown, (long)methods, (long)baselineMethods) : null;

        static double Compiling(Observation run) => run.Noise.CompileSeconds / run.WorkSeconds ?? double.NaN;

        static double Methods(Observation run) => run.Noise.CompiledMethods ?? double.NaN;
    }

    private static double Median(Arm arm, Func<Observation, double> of)
    {
        var runs = arm.SoundRuns;
        var numbers = new double[runs.Count];
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = of(runs[i]);
        return numbers.Length == 0 ? double.NaN : LogMedian.Of(numbers).Median;
    }
}
