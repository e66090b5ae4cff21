using System.Buffers.Text;

namespace Partime.Tool.Processes;

/// <summary>What a living process says of its memory.</summary>
internal static class ProcessMemory
{
    /// <summary>The most that it has had in memory at once, in bytes; 0 if it is gone. What the system tells of a dead child counts
    /// the memory that its parent had when it started it.</summary>
    public static long PeakRss(int pid)
    {
        try
        {
            var status = File.ReadAllBytes($"/proc/{pid}/status").AsSpan();
            var at = status.IndexOf("VmHWM:"u8);
            if (at < 0)
                return 0;
            var number = status[(at + "VmHWM:"u8.Length)..].TrimStart(" \t"u8);
            return Utf8Parser.TryParse(number, out long kilobytes, out _) ? kilobytes * 1024 : 0;
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
