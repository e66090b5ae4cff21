namespace Partime.Tool.Execution;

/// <summary>Chunks that grow until claiming them costs next to nothing, and shrink towards the end, so that nobody is left
/// with much while the others are done.</summary>
internal sealed unsafe class AutoChunks(BoardMemory memory)
{
    /// <summary>In ticks of the stopwatch: claiming takes 0.05 µs, so that this much work makes it vanish.</summary>
    private static readonly double WantedTicks = System.Diagnostics.Stopwatch.Frequency * 0.003;

    /// <summary>How much the last chunk counts in the running average.</summary>
    private const double Weight = 0.5;

    private readonly Claims[] workers = new Claims[memory.Header->Workers];

    /// <summary>How many tasks the worker should claim next, at least 1.</summary>
    public int Next(int worker)
    {
        ref var claims = ref workers[worker];
        Learn(ref claims);
        var remaining = memory.Layout.Tasks - memory.Header->Claims.Value;
        var fair = Math.Max(1, (remaining + (2L * workers.Length) - 1) / (2L * workers.Length));
        return (int)(claims.MeanTicks > 0 ? Math.Clamp(WantedTicks / claims.MeanTicks, 1, fair) : 1);
    }

    public void Claimed(int worker, TaskRange range) => workers[worker].Last = range;

    private void Learn(ref Claims claims)
    {
        if (claims.Last.Count == 0)
            return;
        var ticks = memory.Slots[claims.Last.End - 1].EndedTicks - memory.Slots[claims.Last.Start].StartedTicks;
        // Not over, as somebody claims for a busy worker.
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
