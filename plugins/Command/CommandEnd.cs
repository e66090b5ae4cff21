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

    /// <summary>What the system has counted; NaN where it does not tell.</summary>
    public CommandUsage Usage { get; init; }

    /// <exception cref="CommandException">The command has failed.</exception>
    /// <exception cref="TimeoutException">It took too long.</exception>
    public WorkResult ToResult(CommandOutput output)
    {
        if (Failure(output) is { } failure)
            throw HasTimedOut ? new TimeoutException(failure) : new CommandException(failure);
        var result = output.ToResult().With("exit_code", ExitCode);
        result = Add(result, "cpu_user_s", Usage.UserSeconds);
        result = Add(result, "cpu_system_s", Usage.SystemSeconds);
        result = Add(result, "peak_rss_bytes", Usage.PeakBytes);
        result = Add(result, "context_switches", Usage.ContextSwitches);
        result = Add(result, "read_bytes", Usage.ReadBytes);
        result = Add(result, "written_bytes", Usage.WrittenBytes);
        return output.IsDiscarded ? result : result.With("output_bytes", output.Length);
    }

    /// <summary><see langword="null"/> if it has ended as it should.</summary>
    public string? Failure(CommandOutput output) =>
        HasTimedOut ? string.Create(CultureInfo.InvariantCulture, $"'{Name}' took longer than {output.Settings.Timeout!.Value.TotalSeconds} s (option 'timeout') and was killed{output.LastWords()}")
        : Signal > 0 ? $"'{Name}' was ended by {(Signal < Signals.Length ? Signals[Signal] : $"signal {Signal}")}{output.LastWords()}"
        : output.Settings.OkExitCodes.Contains(ExitCode) ? null
        : $"'{Name}' ended with exit code {ExitCode}{output.LastWords()}";

    private static WorkResult Add(WorkResult result, string metric, double value) => double.IsNaN(value) ? result : result.With(metric, value);
}

/// <summary>What a command and the children that it has waited for have used.</summary>
internal readonly record struct CommandUsage(double UserSeconds, double SystemSeconds, double PeakBytes, double ContextSwitches, double ReadBytes, double WrittenBytes);
