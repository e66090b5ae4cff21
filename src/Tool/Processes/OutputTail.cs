using System.Runtime.InteropServices;
using System.Text;

namespace Partime.Tool.Processes;

/// <summary>The end of what a worker wrote to its standard output and error, which are one pipe. The rest is let go: a worker
/// never waits for a reader, however much it writes.</summary>
internal sealed unsafe class OutputTail
{
    private const int Kept = 4 * 1024;

    /// <summary>What is read before anybody else gets a turn.</summary>
    private const int Most = 64 * 1024;

    /// <summary>Enough to see what happened.</summary>
    private const int LinesShown = 20;

    private readonly byte[] end = new byte[Kept];
    private long written;

    /// <summary>Reads what there is.</summary>
    /// <returns>Whether more may come.</returns>
    public bool ReadFrom(int pipe)
    {
        var buffer = stackalloc byte[Kept];
        for (var read = 0; read < Most;)
        {
            var polled = new PollFd { Fd = pipe, Events = LibC.POLLIN };
            if (LibC.poll(&polled, 1, 0) <= 0)
                return true;
            var count = LibC.read(pipe, buffer, Kept);
            if (count < 0 && Marshal.GetLastPInvokeError() == LibC.EINTR)
                continue;
            if (count <= 0)
                return false;
            Keep(new ReadOnlySpan<byte>(buffer, (int)count));
            read += (int)count;
        }
        return true;
    }

    /// <summary>The last lines; empty if there are none.</summary>
    public override string ToString()
    {
        var text = Encoding.UTF8.GetString(InOrder()).Replace("\0", "", StringComparison.Ordinal).Trim();
        var lines = text.Split('\n', StringSplitOptions.TrimEntries);
        return lines.Length <= LinesShown ? text : string.Join('\n', lines[^LinesShown..]);
    }

    private void Keep(ReadOnlySpan<byte> words)
    {
        foreach (var letter in words[Math.Max(0, words.Length - Kept)..])
            end[written++ % Kept] = letter;
    }

    private byte[] InOrder() =>
        written <= Kept ? end[..(int)written] : [.. end[(int)(written % Kept)..], .. end[..(int)(written % Kept)]];
}
