using Microsoft.Win32.SafeHandles;

namespace Partime.Tool.Files;

internal static class StandardOutput
{
    private const int UnixDescriptor = 1;

    /// <summary>Standard output as a stream that reports when its reader is gone. On Unix the console's own stream swallows
    /// that, and a session would go on measuring for nobody.</summary>
    public static Stream Open()
    {
        if (OperatingSystem.IsWindows())
            return Console.OpenStandardOutput();
        var stream = new FileStream(new SafeFileHandle(UnixDescriptor, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        // A file has no reader to go. And a FileStream counts a file's position for itself, so that two commands redirected
        // to the same file would write over each other.
        return stream.CanSeek ? Console.OpenStandardOutput() : stream;
    }
}
