using System.Runtime.InteropServices;
using System.Text;

namespace Partime.Tool.Processes;

/// <summary>The end of what a worker wrote to its standard output and error, which are one pipe. The rest is discarded: a worker
/// never waits for a reader, however much it writes.</summary>
internal sealed unsafe class OutputTail
{
    private const int KeptBytes = 4 * 1024;

    /// <summary>Then the other workers get a turn.</summary>
    private const int MaxBytesAtOnce = 64 * 1024;

    private const int MaxLines = 20;

    private readonly byte[] end = new byte[KeptBytes];
    private long written;

    /// <summary>Reads what is in the pipe.</summary>
    /// <returns>Whether there may be more later.</returns>
    public bool ReadFrom(int pipe)
    {
        var buffer = stackalloc byte[KeptBytes];
        for (var read = 0; read < MaxBytesAtOnce;)
        {
            var polled = new PollFd { Fd = pipe, Events = LibC.POLLIN };
            if (LibC.poll(&polled, 1, 0) <= 0)
                return true;
            var count = LibC.read(pipe, buffer, KeptBytes);
            if (count < 0 && Marshal.GetLastPInvokeError() == LibC.EINTR)
                continue;
            if (count <= 0)
                return false;
            Append(new ReadOnlySpan<byte>(buffer, (int)count));
            read += (int)count;
        }
        return true;
    }

    /// <summary>The last lines; empty if there are none.</summary>
    public override string ToString()
    {
        var text = SecretValues.HideIn(Encoding.UTF8.GetString(InOrder())).Replace("\0", "", StringComparison.Ordinal).Replace("\r\n", "\n", StringComparison.Ordinal).Trim();
        var lines = text.Split('\n', StringSplitOptions.TrimEntries);
        return lines.Length <= MaxLines ? text : string.Join('\n', lines[^MaxLines..]);
    }

    /// <summary>The last lines as a sentence to put behind another one; empty if there are none.</summary>
    public string ToSentence() => ToString() is { Length: > 0 } text ? $" Its last output: {text}" : "";

    /// <summary>From any thread.</summary>
    public void Append(ReadOnlySpan<byte> output)
    {
        lock (end)
            foreach (var value in output[Math.Max(0, output.Length - KeptBytes)..])
                end[written++ % KeptBytes] = value;
    }

    private byte[] InOrder()
    {
        lock (end)
            return written <= KeptBytes ? end[..(int)written] : [.. end[(int)(written % KeptBytes)..], .. end[..(int)(written % KeptBytes)]];
    }
}
