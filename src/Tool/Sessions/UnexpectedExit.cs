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
