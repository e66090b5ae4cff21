namespace Partime.Tool.Cli;

/// <summary>While a session runs, only partime is to end its process. A workload that calls <see cref="Environment.Exit"/> would
/// do it without a word, and with an exit code that means something else.</summary>
internal sealed class UntimelyExit : IDisposable
{
    private static volatile bool isExplained;

    private readonly string workload;
    private readonly CancellationToken cancellationToken;

    /// <param name="workload">Who would be to blame.</param>
    /// <param name="cancellationToken">Cancelled by the first signal; the second ends the process, which is no surprise then.</param>
    public UntimelyExit(string workload, CancellationToken cancellationToken)
    {
        this.workload = workload;
        this.cancellationToken = cancellationToken;
        AppDomain.CurrentDomain.ProcessExit += Explain;
    }

    /// <summary>Whoever ends the process has said why.</summary>
    public static void IsExplained() => isExplained = true;

    public void Dispose() => AppDomain.CurrentDomain.ProcessExit -= Explain;

    // On the thread that exits, or on another if it is Main that returns.
    private void Explain(object? sender, EventArgs e)
    {
        if (isExplained || cancellationToken.IsCancellationRequested)
            return;

        // Behind a progress bar there is no line of its own yet.
        var newLine = Console.IsErrorRedirected ? "" : Environment.NewLine;
        Message.Write($"{newLine}partime: Environment.Exit({Environment.ExitCode}) was called within partime, most likely by the workload '{workload}': "
            + "have it throw an exception instead, or run it in worker processes (process-pool), where an exit costs one task.");
        Environment.ExitCode = ExitCode.Usage;
    }
}
