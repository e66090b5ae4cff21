namespace Partime.Tool.Files;

/// <summary>Whatever goes wrong with an output, as one sentence that names it.</summary>
internal static class OutputError
{
    private const string StandardOutputName = "standard output";

    /// <summary>EPIPE on Unix; ERROR_BROKEN_PIPE and ERROR_NO_DATA on Windows.</summary>
    private static readonly int[] BrokenPipe = [32, unchecked((int)0x8007006D), unchecked((int)0x800700E8)];

    /// <summary>EAGAIN on Linux and on macOS, EADDRINUSE: another session has the lock, or the name.</summary>
    private static readonly int[] InUse = [11, 35, LibC.EADDRINUSE];

    /// <summary>ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION.</summary>
    private static readonly int[] InUseOnWindows = [unchecked((int)0x80070020), unchecked((int)0x80070021)];

    /// <summary>ENOSPC; EDQUOT of Linux and of macOS; ERROR_HANDLE_DISK_FULL and ERROR_DISK_FULL of Windows.</summary>
    private static readonly int[] NoSpace = [28, 122, 69, unchecked((int)0x80070027), unchecked((int)0x80070070)];

    public static string NameOf(string path) => path == OutputFile.StandardOutputPath ? StandardOutputName : path;

    public static bool IsBrokenPipe(IOException exception) => BrokenPipe.Contains(exception.HResult);

    /// <param name="path">The output.</param>
    /// <param name="act">What is done with it.</param>
    public static T Guarded<T>(string path, Func<T> act)
    {
        try
        {
            return act();
        }
        catch (UnauthorizedAccessException exception) when (Directory.Exists(path))
        {
            throw new PartimeException($"Cannot write to {path}: it is a folder. Name a file in it.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw Unwritable(NameOf(path), exception);
        }
    }

    private static PartimeException Unwritable(string name, Exception exception)
    {
        if (name != StandardOutputName && exception is IOException && InUse.Contains(exception.HResult))
            return new PartimeException($"Cannot write to {name}: another process is writing to it. Wait until it ends, or choose another path.", exception);
        if (exception is IOException && InUseOnWindows.Contains(exception.HResult))
            return new PartimeException($"Cannot write to {name}: another program has it open, as Excel does with a file that it shows. Close it there, or choose another path.", exception);
        // What the system calls a bad descriptor.
        if (name == StandardOutputName && exception is UnauthorizedAccessException)
            return new PartimeException($"Cannot write to {name}: it is closed. Redirect it to a file, or name one.", exception);
        var remedy = exception switch
        {
            DirectoryNotFoundException => "Create its folder first, or choose another path.",
            UnauthorizedAccessException => "Choose a path that you may write to.",
            _ when NoSpace.Contains(exception.HResult) => "Free some space or choose another path.",
            _ when BrokenPipe.Contains(exception.HResult) => "The program that read it has ended: let it read to the end.",
            _ => "Choose another path.",
        };
        // .NET appends a path, which may be that of the replacement.
        var reason = exception.Message.Split(" : '")[0].TrimEnd('.');
        return new PartimeException($"Cannot write to {name}: {reason}. {remedy}", exception);
    }
}
