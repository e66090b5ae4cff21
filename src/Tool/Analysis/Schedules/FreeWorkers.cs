namespace Partime.Tool.Analysis;

/// <summary>Workers by the time at which they are free: a binary heap, in which the first is free before all others.</summary>
internal sealed class FreeWorkers(int count)
{
    private readonly double[] freeAt = new double[count];
    private readonly int[] workers = [.. Enumerable.Range(0, count)];

    /// <summary>The worker that is free first.</summary>
    public int First => workers[0];

    /// <summary>When the last of them is free.</summary>
    public double LastFreeAt => freeAt.Max();

    /// <summary>The worker that is free first works for this time.</summary>
    public void Work(double seconds)
    {
        var (end, worker) = (freeAt[0] + seconds, workers[0]);
        var hole = 0;
        for (int child; (child = (2 * hole) + 1) < freeAt.Length; hole = child)
        {
            if (child + 1 < freeAt.Length && freeAt[child + 1] < freeAt[child])
                child++;
            if (freeAt[child] >= end)
                break;
            (freeAt[hole], workers[hole]) = (freeAt[child], workers[child]);
        }
        (freeAt[hole], workers[hole]) = (end, worker);
    }
}
