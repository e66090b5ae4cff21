namespace Partime.Tool.Reporting;

/// <summary>An open output, a file or standard output. Whatever goes wrong with it ends as one sentence that names it.</summary>
internal sealed class OutputFile : IDisposable
{
    /// <summary>The path that means standard output.</summary>
    public const string StandardOutputPath = "-";

    private const string StandardOutputName = "standard output";

    /// <summary>EPIPE on Unix; ERROR_BROKEN_PIPE and ERROR_NO_DATA on Windows.</summary>
    private static readonly int[] BrokenPipe = [32, unchecked((int)0x8007006D), unchecked((int)0x800700E8)];

    /// <summary>EAGAIN on Linux and on macOS; ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION on Windows.</summary>
    private static readonly int[] InUse = [11, 35, unchecked((int)0x80070020), unchecked((int)0x80070021)];

    private readonly string name;

    private OutputFile(string name, Stream stream) => (this.name, Stream) = (name, stream);

    public Stream Stream { get; }

    /// <summary>Whether nobody else writes to it, so that what was written can be taken back.</summary>
    public bool IsOwn => name != StandardOutputName && Stream is FileStream { CanSeek: true };

    /// <summary>Opens the output and leaves what is in it, as another output may still turn out to be impossible.</summary>
    public static OutputFile Open(string path)
    {
        var name = path == StandardOutputPath ? StandardOutputName : path;
        try
        {
            return new OutputFile(name, path == StandardOutputPath
                ? StandardOutput.Open()
                : new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, bufferSize: 0));
        }
        catch (UnauthorizedAccessException exception) when (Directory.Exists(path))
        {
            throw new PartimeException($"Cannot write to {name}: it is a folder. Name a file in it.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw Unwritable(name, exception);
        }
    }

    /// <summary>Removes what is in it. Another session that writes to the same file shows here.</summary>
    public void Clear() => Guard(() =>
    {
        if (!IsOwn)
            return;
        Lock();
        if (Stream.Length > 0)
            Stream.SetLength(0);
    });

    /// <summary>Removes what stands behind its beginning, and goes on there.</summary>
    public void Keep(KeptPart part) => Guard(() =>
    {
        Lock();
        if (Stream.Length != part.OfBytes)
            throw new PartimeException($"{name} has changed while it was being read: another session has written to it. Look at what is in it, and try again.");
        Stream.SetLength(part.Bytes);
        Stream.Position = part.Bytes;
    });

    private void Lock()
    {
        if (!OperatingSystem.IsMacOS())
            ((FileStream)Stream).Lock(0, long.MaxValue);
    }

    /// <summary>Does something with the stream.</summary>
    public void Guard(Action write)
    {
        try
        {
            write();
        }
        catch (IOException exception) when (BrokenPipe.Contains(exception.HResult))
        {
            throw new ReaderGoneException();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(name, exception);
        }
    }

    public void Dispose() => Stream.Dispose();

    private static PartimeException Unwritable(string name, Exception exception)
    {
        if (name != StandardOutputName && exception is IOException && InUse.Contains(exception.HResult))
            return new PartimeException($"Cannot write to {name}: another process is writing it. Wait until that has ended, or choose another path.", exception);
        var remedy = exception switch
        {
            DirectoryNotFoundException => "Create its folder first, or choose another path.",
            UnauthorizedAccessException => "Choose a path that you may write to.",
            _ => "Make room or choose another path.",
        };
        return new PartimeException($"Cannot write to {name}: {exception.Message.TrimEnd('.')}. {remedy}", exception);
    }
}
