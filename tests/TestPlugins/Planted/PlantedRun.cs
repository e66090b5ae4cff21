namespace Partime.TestPlugins;

/// <summary>Which run a task belongs to, and how much slower than usual that run is: a factor that is the same for all of its tasks and another
/// one for every run, so that the true times vary as those of a noisy machine, by a law that is known.</summary>
/// <param name="tasks">How many tasks a run has.</param>
/// <param name="noise">The standard deviation of the factor's logarithm.</param>
/// <param name="seed">What the factors follow from.</param>
internal sealed class PlantedRun(int tasks, double noise, int seed)
{
    private readonly Lock drawing = new();
    private readonly Random random = new(seed);
    private readonly List<double> factors = [];
    private long begun = -1;

    /// <summary>Counts a task that begins.</summary>
    public (int Run, double Factor) Begin()
    {
        var run = (int)(Interlocked.Increment(ref begun) / tasks);
        lock (drawing)
        {
            while (factors.Count <= run)
                factors.Add(Math.Exp(noise * Normal()));
            return (run, factors[run]);
        }
    }

    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
