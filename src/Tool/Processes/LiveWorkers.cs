namespace Partime.Tool.Processes;

/// <summary>The processes that this process has started and not yet reaped. They have sessions of their own, so a stop from the terminal does not
/// reach them: they are stopped and continued with this process.</summary>
internal static class LiveWorkers
{
    private static readonly Lock Access = new();
    private static readonly List<int> Pids = [];

    /// <summary>Receives a sentence about a process that stands still.</summary>
    public static Action<string> Notify { get; set; } = _ => { };

    public static void StopAll() => SignalAll(LibC.SIGSTOP);

    public static void ContinueAll() => SignalAll(LibC.SIGCONT);

    public static void Add(int pid)
    {
        lock (Access)
            Pids.Add(pid);
    }

    /// <summary>Before it is reaped, as its id may then become that of another process.</summary>
    public static void Remove(int pid)
    {
        lock (Access)
            Pids.Remove(pid);
    }

    private static void SignalAll(int signal)
    {
        lock (Access)
            foreach (var pid in Pids)
            {
                // And the worker itself, as a plugin may have moved it to another group.
                _ = LibC.kill(-pid, signal);
                _ = LibC.kill(pid, signal);
            }
    }
}

/// <summary>Whether a process is or was stopped by a signal. The system tells that only when asked.</summary>
internal sealed unsafe class StopWatcher
{
    /// <summary>How often to ask, in milliseconds.</summary>
    public const int IntervalMs = 250;

    /// <summary>A shorter stop needs no sentence: partime may just have been continued, and its workers are about to be.</summary>
    private static readonly TimeSpan NoticeDelay = TimeSpan.FromSeconds(1);

    private bool wasContinued;
    private bool isTold;
    private Deadline noticeAt;

    /// <summary>Whether it stood still at the last check.</summary>
    public bool IsStopped { get; private set; }

    /// <summary>Whether it has gone on after a stop. One that is killed while it stands still has cost a task, and the verdict says so.</summary>
    /// <param name="didMore">Whether it is known to have done something after the last check.</param>
    public bool WasContinued(bool didMore) => wasContinued || (IsStopped && didMore);

    /// <summary>A stop that is over counts for one run.</summary>
    public void Forget() => wasContinued = false;

    public void Check(int pid)
    {
        if (!OperatingSystem.IsLinux())
            return;
        SignalInfo info = default;
        while (LibC.waitid(LibC.P_PID, pid, &info, LibC.WSTOPPED | LibC.WCONTINUED | LibC.WNOHANG) == 0 && info.Pid == pid)
        {
            (IsStopped, isTold) = (info.Code == LibC.CLD_STOPPED, false);
            wasContinued |= !IsStopped;
            noticeAt = Deadline.After(NoticeDelay);
            info = default;
        }
        if (!IsStopped || isTold || !noticeAt.HasPassed)
            return;
        isTold = true;
        LiveWorkers.Notify($"Worker process {pid} was stopped by a signal, and partime waits for it: continue it with 'kill -CONT {pid}', or end it with 'kill -KILL {pid}'.");
    }
}
