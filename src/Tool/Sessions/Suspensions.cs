using System.Runtime.InteropServices;
using Partime.Tool.Measurement;
using Partime.Tool.Processes;

namespace Partime.Tool.Sessions;

/// <summary>While a session runs, Ctrl-Z stops its worker processes with it, <c>fg</c> continues them, and the run under way is marked.</summary>
internal sealed class Suspensions : IDisposable
{
    private readonly PosixSignalRegistration? stop;
    private readonly PosixSignalRegistration? @continue;

    /// <param name="notify">Receives a sentence about a worker that stands still.</param>
    /// <param name="ignoresStop">Whether partime was started with SIGTSTP ignored, and ignores it further.</param>
    public Suspensions(Action<string> notify, bool ignoresStop)
    {
        if (!OperatingSystem.IsLinux())
            return;
        LiveWorkers.Notify = notify;
        @continue = PosixSignalRegistration.Create(PosixSignal.SIGCONT, Continue);
        if (!ignoresStop)
            stop = PosixSignalRegistration.Create(PosixSignal.SIGTSTP, Stop);
    }

    public void Dispose()
    {
        stop?.Dispose();
        @continue?.Dispose();
    }

    /// <summary>The runtime does not stop the process after a handler, whatever the handler asks for. The system's own action knows where a stop would be for ever:
    /// it does nothing to process 1 of a container, nor where no shell could continue it.</summary>
    private static void Stop(PosixSignalContext context)
    {
        Suspension.CountStop();
        LiveWorkers.StopAll();
        LibC.RaiseDefault(LibC.SIGTSTP);
        // Here it was continued, or never stopped.
        LiveWorkers.ContinueAll();
    }

    private static void Continue(PosixSignalContext context)
    {
        Suspension.CountStop();
        LiveWorkers.ContinueAll();
    }
}
