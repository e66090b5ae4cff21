namespace Partime.Tool.Execution;

/// <summary>Chunks that grow until the time to claim them is negligible, and shrink towards the end, so that no worker is left
/// with much while the others are done.</summary>
internal sealed unsafe class AutoChunks(BoardMemory memory)
{
    /// <summary>The duration of a chunk, in ticks of the stopwatch: 3 ms, as a claim takes 0.05 µs.</summary>
    private static readonly double TargetTicks = System.Diagnostics.Stopwatch.Frequency * 0.003;

    /// <summary>The weight of the last chunk in the running average.</summary>
    private const double Weight = 0.5;

    private readonly Claims[] workers = new Claims[memory.Settings.Workers];

    /// <summary>How many tasks the worker should claim next, at least 1.</summary>
    public int Next(int worker)
    {
        ref var claims = ref workers[worker];
        UpdateMean(ref claims);
        var remaining = memory.Settings.Tasks - memory.Header->Claims.Value;
        var halfShare = Math.Max(1, (remaining + (2L * workers.Length) - 1) / (2L * workers.Length));
        return (int)(claims.MeanTicks > 0 ? Math.Clamp(TargetTicks / claims.MeanTicks, 1, halfShare) : 1);
    }

    public void Claimed(int worker, TaskRange range) => workers[worker].Last = range;

    private void UpdateMean(ref Claims claims)
    {
        if (claims.Last.Count == 0)
            return;
        var ticks = memory.Slots[claims.Last.End - 1].EndedTicks - memory.Slots[claims.Last.Start].StartedTicks;
        // The chunk has not ended: some executors claim ahead for a worker that is busy.
        if (ticks <= 0)
            return;
        var mean = ticks / (double)claims.Last.Count;
        claims.MeanTicks = claims.MeanTicks == 0 ? mean : (claims.MeanTicks * (1 - Weight)) + (mean * Weight);
    }

    private struct Claims
    {
        public TaskRange Last;
        public double MeanTicks;
    }
}
