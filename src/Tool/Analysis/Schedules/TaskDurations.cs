namespace Partime.Tool.Analysis;

/// <summary>How long each task of a run took, in seconds and in the order in which workers claim them.</summary>
internal sealed class TaskDurations
{
    /// <summary>The sums of all durations before a task, and behind the last one the sum of all: the duration of a chunk is a difference.</summary>
    private readonly double[] sums;

    /// <param name="seconds">By task.</param>
    /// <param name="longestFirst">All tasks, by what is known of their durations in advance; <see langword="null"/> for the durations themselves.</param>
    public TaskDurations(IReadOnlyList<double> seconds, int[]? longestFirst = null)
    {
        Seconds = [.. seconds];
        sums = new double[Seconds.Length + 1];
        for (var task = 0; task < Seconds.Length; task++)
        {
            sums[task + 1] = sums[task] + Seconds[task];
            Longest = Math.Max(Longest, Seconds[task]);
        }
        LongestFirst = Array.ConvertAll(longestFirst ?? OrderOf(Seconds), task => Seconds[task]);
    }

    public double[] Seconds { get; }

    public double[] LongestFirst { get; }

    public int Count => Seconds.Length;

    public double Total => sums[^1];

    public double Longest { get; }

    /// <summary>The tasks, the longest first, and equal ones as they were.</summary>
    public static int[] OrderOf(double[] seconds) => [.. Enumerable.Range(0, seconds.Length).OrderByDescending(task => seconds[task])];

    /// <summary>How long each task takes in most rounds: the median, of two middle ones the shorter. A pause of the machine that hit a task in one round is
    /// not in it.</summary>
    public static double[] TypicalOf(IReadOnlyList<IReadOnlyList<double>> rounds)
    {
        var typical = new double[rounds[0].Count];
        var own = new double[rounds.Count];
        for (var task = 0; task < typical.Length; task++)
        {
            for (var round = 0; round < own.Length; round++)
                own[round] = rounds[round][task];
            Array.Sort(own);
            typical[task] = own[(own.Length - 1) / 2];
        }
        return typical;
    }

    /// <summary>The duration of consecutive tasks, the last of them excluded.</summary>
    public double Between(int start, int end) => sums[end] - sums[start];

    /// <summary>No schedule is faster: the work cannot be split finer than by worker, and no task can be split.</summary>
    public double LowerBound(int workers) => Math.Max(Total / workers, Longest);
}
