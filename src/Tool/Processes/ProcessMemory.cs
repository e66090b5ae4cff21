using System.Buffers.Text;

namespace Partime.Tool.Processes;

/// <summary>The memory of a living process, as the system shows it.</summary>
internal static class ProcessMemory
{
    /// <summary>The peak resident memory in bytes; 0 if the process is gone. It cannot be read from <c>wait4</c>: that includes the
    /// memory that the parent had when it started the process.</summary>
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
