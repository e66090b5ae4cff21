using System.Globalization;

namespace Partime.Plugins.Command;

/// <summary>How a command has ended.</summary>
/// <param name="Name">The program.</param>
/// <param name="ExitCode">If no signal has ended it.</param>
internal readonly record struct CommandEnd(string Name, int ExitCode)
{
    private static readonly string[] Signals =
    [
        "0", "SIGHUP", "SIGINT", "SIGQUIT", "SIGILL", "SIGTRAP", "SIGABRT", "SIGBUS", "SIGFPE", "SIGKILL", "SIGUSR1", "SIGSEGV", "SIGUSR2", "SIGPIPE", "SIGALRM", "SIGTERM",
        "SIGSTKFLT", "SIGCHLD", "SIGCONT", "SIGSTOP", "SIGTSTP", "SIGTTIN", "SIGTTOU", "SIGURG", "SIGXCPU", "SIGXFSZ", "SIGVTALRM", "SIGPROF", "SIGWINCH", "SIGIO", "SIGPWR", "SIGSYS",
    ];

    /// <summary>The signal that has ended it; 0 for none.</summary>
    public int Signal { get; init; }

    public bool HasTimedOut { get; init; }

    /// <summary>Whether it was killed because its task was cancelled.</summary>
    public bool WasCancelled { get; init; }

    /// <summary>Why it was killed, if its output could not be written down.</summary>
    public string? OutputError { get; init; }

    /// <summary>What the system has counted; NaN where it does not tell.</summary>
    public CommandUsage Usage { get; init; }

    /// <exception cref="WorkFailedException">The command has failed, or its output is no value. It has the same metrics.</exception>
    public WorkResult ToResult(CommandOutput output)
    {
        try
        {
            if (Failure(output) is { } failure)
                throw new WorkFailedException(failure, Cause(failure));
            var result = output.ToResult();
            foreach (var (metric, value) in Metrics(output))
                result = result.With(metric, value);
            return result;
        }
        catch (WorkFailedException failed)
        {
            foreach (var (metric, value) in Metrics(output))
                failed.With(metric, value);
            throw;
        }
    }

    /// <summary><see langword="null"/> if it has ended as it should.</summary>
    public string? Failure(CommandOutput output) =>
        WasCancelled ? $"'{Name}' was killed, because its task was cancelled{output.Tail()}"
        : OutputError is not null ? $"The output of '{Name}' cannot be kept: {OutputError}"
        : HasTimedOut ? string.Create(CultureInfo.InvariantCulture, $"'{Name}' took longer than {output.Settings.Timeout!.Value.TotalSeconds} s (option 'timeout') and was killed{output.Tail()}")
        : Signal > 0 ? $"'{Name}' was ended by {(Signal < Signals.Length ? Signals[Signal] : $"signal {Signal}")}{output.Tail()}"
        : output.Settings.OkExitCodes.Contains(ExitCode) ? null
        : $"'{Name}' ended with exit code {ExitCode}{output.Tail()}";

    /// <summary>What cannot be told by the exit code.</summary>
    private Exception? Cause(string failure) => WasCancelled ? new OperationCanceledException(failure) : HasTimedOut ? new TimeoutException(failure) : null;

    /// <summary>Without those that there are not. A program that was killed has no exit code.</summary>
    private MetricValue[] Metrics(CommandOutput output) => Array.FindAll<MetricValue>(
    [
        new("exit_code", Signal > 0 || HasTimedOut || WasCancelled ? double.NaN : ExitCode),
        new("cpu_user_s", Usage.UserSeconds),
        new("cpu_system_s", Usage.SystemSeconds),
        new("peak_rss_bytes", Usage.PeakBytes),
        new("context_switches", Usage.ContextSwitches),
        new("read_bytes", Usage.ReadBytes),
        new("written_bytes", Usage.WrittenBytes),
        new("output_bytes", output.IsDiscarded ? double.NaN : output.Length),
    ],
    metric => !double.IsNaN(metric.Value));
}

/// <summary>What a command and the children that it has waited for have used.</summary>
internal readonly record struct CommandUsage(double UserSeconds, double SystemSeconds, double PeakBytes, double ContextSwitches, double ReadBytes, double WrittenBytes);
