using Microsoft.Win32.SafeHandles;

namespace Partime.Tool.Processes;

/// <summary>A worker exchanges messages on its standard input and output. Before code of a plugin runs, it moves both away: what that code prints goes to
/// standard error, and it reads nothing.</summary>
internal static class StandardHandles
{
    private const int Input = 0, Output = 1, Error = 2;

    public static (Stream Reader, Stream Writer) Take() => OperatingSystem.IsWindows() ? TakeOnWindows() : TakeOnUnix();

    /// <summary>The console's streams are copies of the descriptors, which no program that a task starts inherits.</summary>
    private static (Stream Reader, Stream Writer) TakeOnUnix()
    {
        var streams = (Console.OpenStandardInput(), Console.OpenStandardOutput());
        using (var nothing = File.OpenHandle("/dev/null"))
            _ = LibC.dup2((int)nothing.DangerousGetHandle(), Input);
        _ = LibC.dup2(Error, Output);
        // A session of its own, without a terminal, and so also a group.
        _ = LibC.setsid();
        // As on Linux: with their default action, the parent learns which signal ended the worker.
        foreach (var signal in (ReadOnlySpan<int>)[LibC.SIGINT, LibC.SIGQUIT, LibC.SIGTERM])
            _ = LibC.signal(signal, LibC.SIG_DFL);
        return streams;
    }

    private static (Stream Reader, Stream Writer) TakeOnWindows()
    {
        var streams = (Open(Kernel32.TakeStandardHandle(Kernel32.StandardInput), FileAccess.Read), Open(Kernel32.TakeStandardHandle(Kernel32.StandardOutput), FileAccess.Write));
        Kernel32.LeadStandardHandles();
        return streams;
    }

    private static FileStream Open(nint handle, FileAccess access) => new(new SafeFileHandle(handle, ownsHandle: true), access, bufferSize: 0);
}
