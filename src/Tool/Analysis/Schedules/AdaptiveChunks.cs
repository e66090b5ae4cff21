namespace Partime.Tool.Analysis;

/// <summary>The rule of the automatic chunk size, as the board follows it while it runs (<c>AutoChunks</c>): a test holds the two together.</summary>
internal sealed class AdaptiveChunks(int workers)
{
    private const double TargetSeconds = 0.003;
    private const double Weight = 0.5;

    private readonly double[] means = new double[workers];

    /// <summary>How many of the remaining tasks the worker claims next.</summary>
    public int Next(int worker, int remaining)
    {
        var halfShare = Math.Max(1, (remaining + (2L * means.Length) - 1) / (2L * means.Length));
        return (int)(means[worker] > 0 ? Math.Clamp(TargetSeconds / means[worker], 1, halfShare) : 1);
    }

    public void Ended(int worker, int count, double seconds)
    {
        if (seconds <= 0)
            return;
        var mean = seconds / count;
        means[worker] = means[worker] == 0 ? mean : (means[worker] * (1 - Weight)) + (mean * Weight);
    }
}
