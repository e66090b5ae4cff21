namespace Partime.Tool.Processes;

/// <summary>How a worker process ends itself.</summary>
internal static class OwnProcess
{
    /// <summary>At once: no other code of this process runs.</summary>
    public static void Exit(int code)
    {
        if (OperatingSystem.IsWindows())
            Kernel32.EndProcess(code);
        else
            LibC._exit(code);
    }

    /// <summary>At once, and the processes that tasks have left behind with it. No lifeline holds them once this process is gone, and the parent may be killed
    /// before it kills them. On Windows they are in the job of this process, which the parent ends.</summary>
    public static void ExitWithGroup()
    {
        if (OperatingSystem.IsWindows())
            Kernel32.EndProcess(code: 0);
        else
            _ = LibC.kill(-Environment.ProcessId, LibC.SIGKILL);
    }
}
