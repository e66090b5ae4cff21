using System.Runtime.InteropServices;

namespace Partime.Tool.Cli;

/// <summary>Ctrl-C and SIGTERM. The first asks the session to end early and keep what it has; the second ends it at once.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource source = new();
    private readonly PosixSignalRegistration interrupt;
    private readonly PosixSignalRegistration terminate;
    private int exitCode;

    public Interruption()
    {
        interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Handle(context, ExitCode.Interrupted));
        terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Handle(context, ExitCode.Terminated));
    }

    public CancellationToken Token => source.Token;

    /// <summary>The exit code that the signal asks for, or the given one if there was no signal.</summary>
    public int ExitCodeOr(int usual) => Volatile.Read(ref exitCode) is not 0 and var code ? code : usual;

    public void Dispose()
    {
        interrupt.Dispose();
        terminate.Dispose();
        source.Dispose();
    }

    private void Handle(PosixSignalContext context, int code)
    {
        context.Cancel = true;
        if (Interlocked.Exchange(ref exitCode, code) != 0)
            Environment.Exit(code);
        Console.Error.WriteLine("Interrupted: waiting for the tasks under way. Once more ends at once.");
        // Not in this handler: callbacks of the token may run long, and a second signal would have to wait for them.
        ThreadPool.UnsafeQueueUserWorkItem(_ => source.Cancel(), null);
    }
}
