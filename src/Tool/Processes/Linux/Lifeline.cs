namespace Partime.Tool.Processes;

/// <summary>Ensures that a worker never outlives its parent. The lifeline is a pipe whose writing end only the parent holds. When that
/// end closes, whatever the parent died of, the kernel kills the worker's process group. It does so even if the worker spins, is
/// stopped, or has children.</summary>
/// <remarks>A death signal (PR_SET_PDEATHSIG) would kill the worker alone and leave its children behind. A thread that waits for
/// the end of a pipe does not run in a stopped process.</remarks>
internal static unsafe class Lifeline
{
    /// <returns>Whether this process has been started as a worker.</returns>
    public static bool TryAttach()
    {
        // Otherwise a shell or the runtime has opened descriptors at these numbers, and they are left alone.
        if (!OperatingSystem.IsLinux() || !LibC.IsChannel(WorkerDescriptors.Control))
            return false;
        for (var descriptor = WorkerDescriptors.Control; descriptor < WorkerDescriptors.End; descriptor++)
            if (LibC.fcntl(descriptor, LibC.F_SETFD, LibC.FD_CLOEXEC) < 0)
                return false;
        if (LibC.fcntl(WorkerDescriptors.Lifeline, LibC.F_SETOWN, -Environment.ProcessId) < 0
            || LibC.fcntl(WorkerDescriptors.Lifeline, LibC.F_SETSIG, LibC.SIGKILL) < 0
            || LibC.fcntl(WorkerDescriptors.Lifeline, LibC.F_SETFL, LibC.fcntl(WorkerDescriptors.Lifeline, LibC.F_GETFL, 0) | LibC.O_ASYNC) < 0)
            return false;
        // The runtime would turn these signals into exit codes. With their default action, the parent learns which signal ended the
        // worker. A plugin may still handle them.
        foreach (var signal in (ReadOnlySpan<int>)[LibC.SIGINT, LibC.SIGQUIT, LibC.SIGTERM])
            _ = LibC.signal(signal, 0);
        // The parent may have died before this was set up.
        var polled = new PollFd { Fd = WorkerDescriptors.Lifeline, Events = LibC.POLLIN };
        return LibC.poll(&polled, 1, 0) == 0;
    }
}
