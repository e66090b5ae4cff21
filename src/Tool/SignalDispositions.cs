namespace Partime.Tool;

/// <summary>How the program that started partime has set the handling of signals.</summary>
internal static class SignalDispositions
{
    public static bool IgnoreHangUp { get; private set; }

    public static bool IgnoreStop { get; private set; }

    /// <summary>First thing in <c>Main</c>, before .NET sets its own. Where SIGCHLD is ignored, the system keeps no exit status and no CPU time of worker
    /// processes.</summary>
    public static void Reset()
    {
        if (!OperatingSystem.IsLinux())
            return;
        _ = LibC.signal(LibC.SIGCHLD, LibC.SIG_DFL);
        IgnoreHangUp = IsIgnored(LibC.SIGHUP);
        IgnoreStop = IsIgnored(LibC.SIGTSTP);
    }

    private static bool IsIgnored(int signal)
    {
        var isIgnored = LibC.signal(signal, LibC.SIG_DFL) == LibC.SIG_IGN;
        if (isIgnored)
            _ = LibC.signal(signal, LibC.SIG_IGN);
        return isIgnored;
    }
}
