using System.Diagnostics;
using System.Runtime.InteropServices;
using Partime.Tool.Sessions;

namespace Partime.Tool.Cli;

/// <summary>Ctrl-C, Ctrl-Break on Windows, SIGTERM and the SIGHUP of a terminal that is closed. The first asks the work in progress to end early and keep what it has, or ends the process if there is none.
/// The second ends the process at once.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource source = new();
    private readonly List<PosixSignalRegistration> signals = [];
    private readonly ManualResetEvent hasEnded = new(initialState: false);
    private int exitCode;
    private long firstTicks;

    /// <summary>From now on. Before, signals end the process: nothing has begun.</summary>
    public void Listen()
    {
        On(PosixSignal.SIGINT, ExitCode.Interrupted);
        On(PosixSignal.SIGTERM, ExitCode.Terminated);
        // What nohup ignores stays ignored.
        if (!SignalDispositions.IgnoreHangUp)
            On(PosixSignal.SIGHUP, ExitCode.HungUp);
        // Ctrl-Break.
        if (OperatingSystem.IsWindows())
            On(PosixSignal.SIGQUIT, ExitCode.Interrupted);
    }

    public CancellationToken Token => source.Token;

    /// <summary>The exit code that the signal asks for, or the given one if there was no signal.</summary>
    public int ExitCodeOr(int otherwise) => Volatile.Read(ref exitCode) is not 0 and var code ? code : otherwise;

    // The token's source is left to the garbage collector: a signal may still come while Main returns.
    public void Dispose()
    {
        hasEnded.Set();
        signals.ForEach(signal => signal.Dispose());
    }

    private void On(PosixSignal signal, int code) => signals.Add(PosixSignalRegistration.Create(signal, context => Handle(context, code)));

    // On a thread that the runtime keeps for this signal.
    private void Handle(PosixSignalContext context, int code)
    {
        context.Cancel = true;
        if (Interlocked.CompareExchange(ref exitCode, code, 0) is not 0 and var first)
        {
            if (!IsEcho(first, code))
                UnexpectedExit.End(first);
            return;
        }
        Volatile.Write(ref firstTicks, Stopwatch.GetTimestamp());
        var hasWork = WorkInProgress.Exists;
        // The progress bar may still be on the current line.
        Message.Write($"{(Console.IsErrorRedirected ? "" : Environment.NewLine)}{NameOf(code)}{(hasWork ? ": ending the tasks under way, and finishing the files. Once more ends at once." : ".")}");
        try
        {
            source.Cancel();
        }
        catch (AggregateException exception)
        {
            // A callback that a plugin registered. The session ends all the same, and keeps what it has.
            Message.Write($"A plugin failed while it was being cancelled: {FaultMessage.Of(exception)}");
        }
        if (!hasWork)
            UnexpectedExit.End(code);
        // A window that is closed, or Windows itself. It ends the process when this returns, or after 5 s.
        if (OperatingSystem.IsWindows() && code != ExitCode.Interrupted)
            hasEnded.WaitOne();
    }

    private static string NameOf(int code) => code switch
    {
        ExitCode.Terminated => "Terminated",
        ExitCode.HungUp => "The terminal was closed",
        _ => "Interrupted",
    };

    /// <summary>A signal to a process group reaches <c>dotnet partime</c> twice: <c>dotnet</c> is in the group as well and passes on what
    /// it gets. That is one request and not two.</summary>
    private bool IsEcho(int first, int code) =>
        first is ExitCode.Terminated or ExitCode.HungUp && code == first && Stopwatch.GetElapsedTime(Volatile.Read(ref firstTicks)) < TimeSpan.FromSeconds(1);
}
