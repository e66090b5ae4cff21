using Microsoft.Win32.SafeHandles;

namespace Partime.Tool.Reporting;

internal static class StandardOutput
{
    private const int UnixDescriptor = 1;

    /// <summary>Standard output as a stream that reports when its reader is gone. On Unix the console's own stream swallows
    /// that, and a session would go on measuring for nobody.</summary>
    public static Stream Open() => OperatingSystem.IsWindows()
        ? Console.OpenStandardOutput()
        : new FileStream(new SafeFileHandle(UnixDescriptor, ownsHandle: false), FileAccess.Write, bufferSize: 0);
}
