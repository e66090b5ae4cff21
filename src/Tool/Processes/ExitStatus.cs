namespace Partime.Tool.Processes;

/// <summary>How a process ended, as <c>wait4</c> reports it.</summary>
internal readonly record struct ExitStatus(int Raw)
{
    private static readonly Dictionary<int, string> SignalNames = new()
    {
        [1] = "SIGHUP",
        [2] = "SIGINT",
        [3] = "SIGQUIT",
        [4] = "SIGILL",
        [5] = "SIGTRAP",
        [6] = "SIGABRT",
        [7] = "SIGBUS",
        [8] = "SIGFPE",
        [9] = "SIGKILL",
        [10] = "SIGUSR1",
        [11] = "SIGSEGV",
        [12] = "SIGUSR2",
        [13] = "SIGPIPE",
        [14] = "SIGALRM",
        [15] = "SIGTERM",
        [24] = "SIGXCPU",
        [25] = "SIGXFSZ",
        [31] = "SIGSYS",
    };

    /// <summary>The signal that killed the process, or 0.</summary>
    private int Signal => Raw & 0x7F;

    private int Code => (Raw >> 8) & 0xFF;

    /// <summary>For a table: <c>SIGSEGV</c>, <c>exit 3</c>.</summary>
    public string Name => Signal == 0 ? $"exit {Code}" : SignalNames.GetValueOrDefault(Signal, $"signal {Signal}");

    public override string ToString() => Signal == 0 ? $"exited with code {Code}" : $"was killed by {Name}";
}
