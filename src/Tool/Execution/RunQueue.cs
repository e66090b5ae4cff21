using System.Globalization;

namespace Partime.Tool.Execution;

/// <summary>How long threads were ready to run and waited for a CPU: the second number of <c>schedstat</c> on Linux, in nanoseconds. Elsewhere it is not
/// known.</summary>
internal static class RunQueue
{
    /// <summary>Takes a few microseconds.</summary>
    public static TimeSpan? WaitOfThisThread() => WaitOf("/proc/thread-self/schedstat");

    public static TimeSpan? WaitOf(string path)
    {
        if (!OperatingSystem.IsLinux())
            return null;
        try
        {
            // With any other sharing, the file would be locked.
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            Span<byte> text = stackalloc byte[128];
            return WaitIn(text[..RandomAccess.Read(file, text, fileOffset: 0)]);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary><c>time on a CPU, time waiting for one, number of turns</c>.</summary>
    public static TimeSpan? WaitIn(ReadOnlySpan<byte> text)
    {
        var start = text.IndexOf((byte)' ') + 1;
        var length = text[start..].IndexOf((byte)' ');
        return start > 0 && length > 0 && long.TryParse(text.Slice(start, length), NumberStyles.None, CultureInfo.InvariantCulture, out var nanoseconds)
            ? TimeSpan.FromTicks(nanoseconds / TimeSpan.NanosecondsPerTick)
            : null;
    }
}

/// <summary>How long the threads that outlive a run wait for a CPU during it: the one that asks for the run, and those of .NET's thread pool. The runtime's own
/// threads, which compile and collect, do no tasks and are left out.</summary>
internal sealed class ThreadWaits
{
    private const string Tasks = "/proc/self/task";

    /// <summary>The name that the runtime gives to threads of its pool.</summary>
    private const string PoolThread = ".NET TP Worker";

    private readonly string caller;
    private readonly List<ThreadWait>? before;

    private ThreadWaits(string caller) => (this.caller, before) = (caller, Read(caller));

    /// <summary>Called just before the timed part.</summary>
    public static ThreadWaits Begin() =>
        new(OperatingSystem.IsLinux() && new FileInfo("/proc/thread-self").LinkTarget is { } link ? $"{Tasks}/{Path.GetFileName(link)}" : "");

    /// <summary>Called just after it.</summary>
    /// <returns><see langword="null"/> if the system does not tell.</returns>
    public TimeSpan? End()
    {
        if (before is null || Read(caller) is not { } after)
            return null;
        var sum = TimeSpan.Zero;
        foreach (var now in after)
            sum += now.Wait - (before.Find(then => then.Thread == now.Thread)?.Wait ?? TimeSpan.Zero);
        return sum > TimeSpan.Zero ? sum : TimeSpan.Zero;
    }

    private static List<ThreadWait>? Read(string caller)
    {
        if (caller.Length == 0 || RunQueue.WaitOf($"{caller}/schedstat") is not { } own)
            return null;
        var waits = new List<ThreadWait> { new(caller, own) };
        foreach (var thread in Directory.GetDirectories(Tasks))
            if (thread != caller && IsOfPool(thread) && RunQueue.WaitOf($"{thread}/schedstat") is { } wait)
                waits.Add(new ThreadWait(thread, wait));
        return waits;
    }

    private static bool IsOfPool(string thread)
    {
        try
        {
            return File.ReadAllText($"{thread}/comm").StartsWith(PoolThread, StringComparison.Ordinal);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The thread has ended meanwhile.
            return false;
        }
    }

    private sealed record ThreadWait(string Thread, TimeSpan Wait);
}
