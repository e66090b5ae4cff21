namespace Partime.Tool.Sessions;

/// <summary>While a session runs, only partime may end its process. A workload that calls <see cref="Environment.Exit"/> would end it
/// silently, with an exit code that means something else.</summary>
internal sealed class UnexpectedExit : IDisposable
{
    private static volatile bool isExplained;

    private readonly string workload;
    private readonly Action<string> notify;
    private readonly CancellationToken cancellationToken;

    /// <param name="workload">The likely cause.</param>
    /// <param name="notify">Receives the explanation.</param>
    /// <param name="cancellationToken">Cancelled by the first signal; the second ends the process, which is expected then.</param>
    public UnexpectedExit(string workload, Action<string> notify, CancellationToken cancellationToken)
    {
        this.workload = workload;
        this.notify = notify;
        this.cancellationToken = cancellationToken;
        AppDomain.CurrentDomain.ProcessExit += Explain;
    }

    /// <summary>Ends the process. Partime itself does so, and has said why.</summary>
    public static void End(int exitCode)
    {
        isExplained = true;
        Environment.Exit(exitCode);
    }

    public void Dispose() => AppDomain.CurrentDomain.ProcessExit -= Explain;

    // On the thread that exits, or on another if Main returns.
    private void Explain(object? sender, EventArgs e)
    {
        if (isExplained || cancellationToken.IsCancellationRequested)
            return;

        // The progress bar may still be on the current line.
        var newLine = Console.IsErrorRedirected ? "" : Environment.NewLine;
        notify($"{newLine}partime: Environment.Exit({Environment.ExitCode}) was called within partime, most likely by the workload '{workload}': "
            + "have it throw an exception instead, or run it in worker processes (process-pool), where an exit costs one task.");
        Environment.ExitCode = ExitCode.Usage;
    }
}

/// <summary>Work that the first signal lets finish: runs, and changes to the installed plugins. Without any, the first signal ends the process,
/// whatever it waits for: a pipe without a writer, or a terminal.</summary>
internal sealed class WorkInProgress : IDisposable
{
    private static int count;

    private bool hasBegun;

    public static bool Exists => Volatile.Read(ref count) > 0;

    /// <summary>From now on, until it is disposed of.</summary>
    public WorkInProgress Begin()
    {
        Interlocked.Increment(ref count);
        hasBegun = true;
        return this;
    }

    public void Dispose()
    {
        if (hasBegun)
            Interlocked.Decrement(ref count);
        hasBegun = false;
    }
}
