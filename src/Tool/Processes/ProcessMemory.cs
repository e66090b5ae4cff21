using System.Buffers.Text;
using System.ComponentModel;
using System.Diagnostics;

namespace Partime.Tool.Processes;

/// <summary>The memory of a living process, as the system shows it.</summary>
internal static class ProcessMemory
{
    /// <summary>The peak resident memory in bytes; 0 if the process is gone. It cannot be read from <c>wait4</c>: that includes the
    /// memory that the parent had when it started the process.</summary>
    public static long PeakRss(int pid)
    {
        if (!OperatingSystem.IsLinux())
            return ElsewherePeakRss(pid);
        try
        {
            var status = File.ReadAllBytes($"/proc/{pid}/status").AsSpan();
            var at = status.IndexOf("VmHWM:"u8);
            if (at < 0)
                return 0;
            var number = status[(at + "VmHWM:"u8.Length)..];
            while (number is [(byte)' ' or (byte)'\t', ..])
                number = number[1..];
            return Utf8Parser.TryParse(number, out long kilobytes, out _) ? kilobytes * 1024 : 0;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    /// <summary>On macOS what it uses now, as .NET does not tell the peak there.</summary>
    private static long ElsewherePeakRss(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            return Math.Max(process.PeakWorkingSet64, process.WorkingSet64);
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or Win32Exception)
        {
            // It is gone.
            return 0;
        }
    }
}
