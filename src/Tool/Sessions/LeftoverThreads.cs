namespace Partime.Tool.Sessions;

/// <summary>Foreground threads that a workload has started and not ended. They would keep the process alive, possibly for ever.</summary>
internal static class LeftoverThreads
{
    /// <summary>As long as worker processes are given.</summary>
    private static readonly TimeSpan Grace = Patience.Of(seconds: 3);

    private static volatile string? workload;

    /// <summary>From now on, code of this workload may run in this process.</summary>
    public static void Expect(string name) => workload = name;

    /// <summary>Ends the process with this exit code soon after <c>Main</c>, whatever still runs.</summary>
    /// <param name="exitCode">The exit code.</param>
    /// <param name="tell">Receives a sentence before that, if threads still run.</param>
    public static int Limit(int exitCode, Action<string> tell)
    {
        if (workload is null)
            return exitCode;
        try
        {
            EndSoon(exitCode, tell);
        }
        catch (Exception exception) when (exception is FileNotFoundException or FileLoadException || ResourceExhaustion.Behind(exception) is not null)
        {
            // There is no thread that could wait for others, or not even a file for the code that starts one.
            UnexpectedExit.End(exitCode);
        }
        return exitCode;
    }

    /// <summary>On a background thread: without any other, the process ends at once.</summary>
    private static void EndSoon(int exitCode, Action<string> tell) => new Thread(() => End(exitCode, tell)) { IsBackground = true }.Start();

    private static void End(int exitCode, Action<string> tell)
    {
        Thread.Sleep(Grace);
        tell($"partime: the workload '{workload}' has left threads running, and they were ended with this process. Have it end its threads, or make them background threads.");
        UnexpectedExit.End(exitCode);
    }
}
