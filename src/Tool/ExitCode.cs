namespace Partime.Tool;

/// <summary>The exit codes, here, in <c>--help</c> and in docs/running.md.</summary>
internal static class ExitCode
{
    /// <summary>Every task is ok, and the executors agree.</summary>
    public const int Ok = 0;

    /// <summary>The command or the environment is wrong; the message says what to change.</summary>
    public const int Usage = 1;

    /// <summary>Tasks or runs failed; the data is complete.</summary>
    public const int TasksFailed = 2;

    /// <summary>Executors computed different results for the same input.</summary>
    public const int ResultsDiffer = 3;

    /// <summary>A configuration is slower than the baseline by more than allowed.</summary>
    public const int Slower = 4;

    /// <summary>The comparison with the baseline is inconclusive.</summary>
    public const int Inconclusive = 5;

    /// <summary>A bug in partime.</summary>
    public const int Bug = 70;

    /// <summary>The terminal was closed (128 + SIGHUP); what was measured is on disk.</summary>
    public const int HungUp = 129;

    /// <summary>Ctrl-C (128 + SIGINT); what was measured is on disk.</summary>
    public const int Interrupted = 130;

    /// <summary>SIGTERM (128 + 15); what was measured is on disk.</summary>
    public const int Terminated = 143;
}
