using System.Globalization;
using Partime.Tool.Analysis;

namespace Partime.Bench;

/// <summary>How often the interval of a median holds the true one, with made numbers whose median is known: every number in the table
/// should be 95 % or a little above.</summary>
internal static class IntervalCoverage
{
    private const int Samples = 20_000;
    private static readonly int[] Sizes = [3, 4, 5, 8, 12, 20, 30];
    private static readonly Random Random = new(1);

    /// <summary>Each makes a logarithm of a time.</summary>
    private static readonly (string Name, Func<double> Draw)[] Shapes =
    [
        ("normal", () => 0.02 * Normal()),
        ("exponential", () => -0.02 * Math.Log(1 - Random.NextDouble())),
        ("heavy-tailed (Student, 3)", () => 0.01 * Normal() / Math.Sqrt((Square(Normal()) + Square(Normal()) + Square(Normal())) / 3)),
        ("one in ten disturbed", () => (0.01 * Normal()) + (Random.NextDouble() < 0.1 ? 0.05 * Math.Abs(Normal()) : 0)),
    ];

    public static Task CompareAsync()
    {
        Console.WriteLine($"{"held by the 95 % interval, with rounds:",-40}{string.Concat(Sizes.Select(size => $"{size,8}"))}   until ±2.5 %   until ±1 %");
        foreach (var (name, draw) in Shapes)
        {
            var truth = Math.Exp(TrueMedian(draw));
            var fixedSizes = Sizes.Select(size => Coverage(truth, () => Sample(draw, size)));
            Console.WriteLine($"{name,-40}{string.Concat(fixedSizes.Select(Percent))}{Percent(Coverage(truth, () => UntilPrecise(draw, 0.025))),15}{Percent(Coverage(truth, () => UntilPrecise(draw, 0.01))),13}");
        }
        return Task.CompletedTask;
    }

    private static double Coverage(double truth, Func<List<double>> sample)
    {
        var held = 0;
        for (var i = 0; i < Samples; i++)
            if (LogMedian.Of(sample()).IntervalAt() is { } interval && interval.Low <= truth && truth <= interval.High)
                held++;
        return held / (double)Samples;
    }

    private static List<double> Sample(Func<double> draw, int size) => [.. Enumerable.Range(0, size).Select(_ => Math.Exp(draw()))];

    /// <summary>As <c>--rounds auto</c> measures.</summary>
    private static List<double> UntilPrecise(Func<double> draw, double precision)
    {
        var sample = Sample(draw, 3);
        while (sample.Count < 100 && Distribution.Of(sample).Precision > precision)
            sample.Add(Math.Exp(draw()));
        return sample;
    }

    private static double TrueMedian(Func<double> draw)
    {
        const int Many = 1_000_001;
        var numbers = new double[Many];
        for (var i = 0; i < Many; i++)
            numbers[i] = draw();
        Array.Sort(numbers);
        return numbers[Many / 2];
    }

    private static double Normal() => Math.Sqrt(-2 * Math.Log(1 - Random.NextDouble())) * Math.Cos(2 * Math.PI * Random.NextDouble());

    private static double Square(double number) => number * number;

    private static string Percent(double fraction) => string.Create(CultureInfo.InvariantCulture, $"{fraction * 100,7:F1}%");
}
