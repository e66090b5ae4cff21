using System.Runtime.InteropServices;
using System.Text;

namespace Partime.Tool.Files;

/// <summary>Keeps other sessions away from an output that does not exist yet, without making it: a socket that is named after the file. The system takes the name back from a
/// process that ends, however it ends. On Linux only, and not seen from another network name space.</summary>
internal sealed class OutputReservation : IDisposable
{
    private const int MaxWaitMs = 200;

    private int socket;

    private OutputReservation(int socket) => this.socket = socket;

    /// <returns><see langword="null"/> where the system has no such names.</returns>
    /// <exception cref="IOException">Another session has it.</exception>
    public static OutputReservation? Of(string target)
    {
        if (!OperatingSystem.IsLinux())
            return null;
        var socket = LibC.socket(LibC.AF_UNIX, LibC.SOCK_DGRAM | LibC.SOCK_CLOEXEC, 0);
        if (socket < 0)
            return null;
        var name = $"partime-output-{Hash(OutputPath.Identity(target)):x16}";
        // A program that is just being started still has the descriptors of the process that starts it, also those of an output that is closed.
        for (var end = Environment.TickCount64 + MaxWaitMs; ; Thread.Sleep(5))
        {
            if (Bind(socket, name))
                return new OutputReservation(socket);
            var isTaken = Marshal.GetLastPInvokeError() == LibC.EADDRINUSE;
            if (isTaken && Environment.TickCount64 < end)
                continue;
            _ = LibC.close(socket);
            return isTaken ? throw new IOException("in use", LibC.EADDRINUSE) : null;
        }
    }

    /// <summary>Once: later the number is that of another file.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref socket, -1) is >= 0 and var held)
            _ = LibC.close(held);
    }

    /// <summary>A zero in front makes it a name in the system's own name space, which has no files.</summary>
    private static unsafe bool Bind(int socket, string name)
    {
        ReadOnlySpan<byte> address = [LibC.AF_UNIX, 0, 0, .. Encoding.UTF8.GetBytes(name)];
        fixed (byte* start = address)
            return LibC.bind(socket, start, (uint)address.Length) == 0;
    }

    /// <summary>FNV-1a: a name may be longer than an address.</summary>
    private static ulong Hash(string text)
    {
        var hash = 14695981039346656037;
        foreach (var letter in text)
            hash = (hash ^ letter) * 1099511628211;
        return hash;
    }
}
