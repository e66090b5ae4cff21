namespace Partime.Tool.Analysis;

/// <summary>How long each task of a run took, in seconds and in the order in which workers claim them.</summary>
internal sealed class TaskDurations
{
    /// <summary>The sums of all durations before a task, and behind the last one the sum of all: the duration of a chunk is a difference.</summary>
    private readonly double[] sums;

    public TaskDurations(IReadOnlyList<double> seconds)
    {
        Seconds = [.. seconds];
        sums = new double[Seconds.Length + 1];
        for (var task = 0; task < Seconds.Length; task++)
        {
            sums[task + 1] = sums[task] + Seconds[task];
            Longest = Math.Max(Longest, Seconds[task]);
        }
        LongestFirst = [.. Seconds];
        Array.Sort(LongestFirst);
        Array.Reverse(LongestFirst);
    }

    public double[] Seconds { get; }

    public double[] LongestFirst { get; }

    public int Count => Seconds.Length;

    public double Total => sums[^1];

    public double Longest { get; }

    /// <summary>The duration of consecutive tasks, the last of them excluded.</summary>
    public double Between(int start, int end) => sums[end] - sums[start];

    /// <summary>No schedule is faster: the work cannot be split finer than by worker, and no task can be split.</summary>
    public double LowerBound(int workers) => Math.Max(Total / workers, Longest);
}
