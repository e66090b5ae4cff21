using Partime.Tool.Analysis;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;

namespace Partime.Bench;

/// <summary>How often the 95% confidence interval of a median holds the true one, on random numbers whose median is known.</summary>
internal static class IntervalCoverage
{
    private const double Min = 0.94;

    private static readonly int[] Sizes = [3, 4, 5, 8, 12, 20, 30];
    private static readonly Random Random = new(1);

    /// <summary>Each draws the logarithm of a time.</summary>
    private static readonly (string Name, Func<double> Draw)[] Shapes =
    [
        ("normal", () => 0.02 * Normal()),
        ("exponential", () => -0.02 * Math.Log(1 - Random.NextDouble())),
        ("heavy-tailed (Student, 3)", () => 0.01 * Normal() / Math.Sqrt((Square(Normal()) + Square(Normal()) + Square(Normal())) / 3)),
        ("one in ten disturbed", () => (0.01 * Normal()) + (Random.NextDouble() < 0.1 ? 0.05 * Math.Abs(Normal()) : 0)),
    ];

    public static void Run(BenchRun run)
    {
        var samples = run.Size(20_000, 20);
        run.Print($"{"held, by number of rounds:",-30}{string.Concat(Sizes.Select(size => $"{size,8}"))}   until ±2.5%   until ±1%");
        foreach (var (name, draw) in Shapes)
        {
            var truth = Math.Exp(BenchRun.Median(Enumerable.Range(0, run.Size(1_000_001, 1_001)).Select(_ => draw())));
            var held = Sizes.Select(size => Coverage(samples, truth, () => Sample(draw, size))).ToList();
            // As --rounds auto measures.
            var precise = Coverage(samples, truth, () => UntilPrecise(draw, 0.025));
            var morePrecise = Coverage(samples, truth, () => UntilPrecise(draw, 0.01));
            run.Judge($"{name,-30}{string.Concat(held.Select(share => $"{share,8:P1}"))}{precise,15:P1}{morePrecise,13:P1}", $"at least {Min:P0}", held.Min() >= Min);
        }
        RunLaws(run);
    }

    /// <summary>The intervals of what the laws of scaling name, for times by such a law with noise.</summary>
    private static void RunLaws(BenchRun run)
    {
        foreach (var fraction in (double[])[0, 0.05, 0.3])
        {
            RunLaw(run, $"Amdahl, serial fraction {fraction:G}", ScalingLaw.Amdahl, new ScalingFit(1, fraction, 0), model => model.Contention, fraction);
            RunLaw(run, $"Gustafson, serial fraction {fraction:G}", ScalingLaw.Gustafson, new GustafsonFit(1, fraction), model => model.Contention, fraction);
        }
        foreach (var law in (ScalingFit[])[new(1, 0, 0.01), new(1, 0.05, 0.005), new(1, 0.1, 0.03)])
        {
            RunLaw(run, $"USL {law.Contention:G}, {law.Coherency:G}: contention", ScalingLaw.Usl, law, model => model.Contention, law.Contention);
            RunLaw(run, $"USL {law.Contention:G}, {law.Coherency:G}: coherency", ScalingLaw.Usl, law, model => model.Coherency, law.Coherency);
        }
    }

    /// <summary>A law that noise hides from most sessions is named only where chance makes its cost look large, so its interval has no goal there.</summary>
    private static void RunLaw(BenchRun run, string what, ScalingLaw law, ScalingFit truth, Func<ScalingModel, Interval?> interval, double value)
    {
        var repetitions = run.Size(100, 1);
        foreach (var rounds in run.Size<int[]>([3, 5, 10], [3]))
        {
            var named = Enumerable.Range(0, repetitions).SelectMany(_ => ScalingModel.Of(Arms(truth, rounds))).Where(model => model.Law == law).ToList();
            var held = named.Count(model => interval(model) is { } ends && ends.Low <= value && value <= ends.High) / (double)Math.Max(1, named.Count);
            var line = $"{what}, {rounds} rounds".PadRight(48) + $"held {held,8:P1} of the {named.Count} times it was named, of {repetitions}";
            if (named.Count * 2 > repetitions)
                run.Judge(line, $"at least {Min:P0}", held >= Min);
            else
                run.Print(line);
        }
    }

    private static List<Arm> Arms(ScalingFit law, int rounds)
    {
        var scenario = new Scenario("made", "", "", 1, IsWarm: false) { Scale = law is ScaledFit ? Scale.Weak : Scale.Strong };
        return [.. from workers in (int[])[1, 2, 4, 8]
                   let configuration = new Configuration("made", workers, 1)
                   let runs = Enumerable.Range(1, rounds).Select(round => new Observation(
                       scenario, "made", new PlannedRun(round, Phase.Measure, round, 1, configuration), new TimeParts(law.SecondsWith(workers) * Math.Exp(0.02 * Normal()), 0, 0, 0), RunStatus.Ok))
                   select new Arm(scenario, configuration, "", IsIsolated: false, [.. runs])];
    }

    private static double Coverage(int samples, double truth, Func<List<double>> sample) =>
        Enumerable.Range(0, samples).Count(_ => LogMedian.Of(sample()).IntervalAt() is { } interval && interval.Low <= truth && truth <= interval.High) / (double)samples;

    private static List<double> Sample(Func<double> draw, int size) => [.. Enumerable.Range(0, size).Select(_ => Math.Exp(draw()))];

    private static List<double> UntilPrecise(Func<double> draw, double precision)
    {
        var sample = Sample(draw, 3);
        while (sample.Count < 100 && Distribution.Of(sample).Precision > precision)
            sample.Add(Math.Exp(draw()));
        return sample;
    }

    private static double Normal() => Math.Sqrt(-2 * Math.Log(1 - Random.NextDouble())) * Math.Cos(2 * Math.PI * Random.NextDouble());

    private static double Square(double number) => number * number;
}
