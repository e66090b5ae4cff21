namespace Partime.Tool.Processes;

/// <summary>A worker never outlives its parent. The system itself sees to it: when the last writing end of the lifeline's pipe
/// closes, whatever the parent died of, the kernel kills the worker's group, also if the worker spins, is stopped, or
/// has children.</summary>
/// <remarks>A death signal (PR_SET_PDEATHSIG) would kill the worker alone and leave its children behind; a thread that waits for
/// the end of a pipe cannot run in a process that is stopped.</remarks>
internal static unsafe class Lifeline
{
    /// <returns>Whether this process is in a worker's seat.</returns>
    public static bool TryTie()
    {
        // Whatever a person's shell or the runtime has opened at these numbers is left alone.
        if (!OperatingSystem.IsLinux() || !LibC.IsChannel(WorkerDescriptors.Control))
            return false;
        for (var seat = WorkerDescriptors.Control; seat < WorkerDescriptors.End; seat++)
            if (LibC.fcntl(seat, LibC.F_SETFD, LibC.FD_CLOEXEC) < 0)
                return false;
        if (LibC.fcntl(WorkerDescriptors.Lifeline, LibC.F_SETOWN, -Environment.ProcessId) < 0
            || LibC.fcntl(WorkerDescriptors.Lifeline, LibC.F_SETSIG, LibC.SIGKILL) < 0
            || LibC.fcntl(WorkerDescriptors.Lifeline, LibC.F_SETFL, LibC.fcntl(WorkerDescriptors.Lifeline, LibC.F_GETFL, 0) | LibC.O_ASYNC) < 0)
            return false;
        // Signals have their usual meaning, so that whoever terminates a worker is named rightly. The runtime would turn them
        // into an exit code, and a plugin may still handle them.
        foreach (var signal in (ReadOnlySpan<int>)[LibC.SIGINT, LibC.SIGQUIT, LibC.SIGTERM])
            _ = LibC.signal(signal, 0);
        // The parent may have died before this was arranged.
        var polled = new PollFd { Fd = WorkerDescriptors.Lifeline, Events = LibC.POLLIN };
        return LibC.poll(&polled, 1, 0) == 0;
    }
}
