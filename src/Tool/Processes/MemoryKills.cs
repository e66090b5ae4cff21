using System.Globalization;

namespace Partime.Tool.Processes;

/// <summary>How often the system has killed a process because memory ran out. A worker that it kills is otherwise only one that SIGKILL ended.</summary>
internal static class MemoryKills
{
    private static readonly Lock Access = new();
    private static long seen;

    /// <summary>From now on. Before the first run, as reading the counter takes a moment.</summary>
    public static void Watch()
    {
        lock (Access)
            seen = Count();
    }

    /// <summary>Whether there were any since this was last asked. Those of other programs and containers count too, so ask only about a process that
    /// something else than partime has killed.</summary>
    public static bool HaveRisen()
    {
        lock (Access)
        {
            var before = seen;
            seen = Count();
            return seen > before;
        }
    }

    /// <param name="lines">Those of <c>/proc/vmstat</c>.</param>
    /// <returns>0 if the system does not count, as before Linux 4.13.</returns>
    public static long CountIn(IEnumerable<string> lines)
    {
        foreach (var line in lines)
            if (line.StartsWith("oom_kill ", StringComparison.Ordinal) && long.TryParse(line.AsSpan("oom_kill ".Length), NumberStyles.None, CultureInfo.InvariantCulture, out var count))
                return count;
        return 0;
    }

    private static long Count()
    {
        try
        {
            return CountIn(File.ReadLines("/proc/vmstat"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Where the system hides its counters, a worker's end is told without a reason.
            return 0;
        }
    }
}
