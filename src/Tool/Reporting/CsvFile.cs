using CsvHelper;

namespace Partime.Tool.Reporting;

/// <summary>An open CSV output. Whatever goes wrong with it ends as one sentence that names it.</summary>
internal sealed class CsvFile : IDisposable
{
    /// <summary>The path that means standard output.</summary>
    public const string StandardOutputPath = "-";

    private const string StandardOutputName = "standard output";

    /// <summary>EPIPE on Unix; ERROR_BROKEN_PIPE and ERROR_NO_DATA on Windows.</summary>
    private static readonly int[] BrokenPipe = [32, unchecked((int)0x8007006D), unchecked((int)0x800700E8)];

    private readonly string name;
    private readonly Stream stream;
    private readonly CsvWriter writer;
    private bool isCut;

    private CsvFile(string name, Stream stream, CsvWriterOptions dialect)
    {
        this.name = name;
        this.stream = stream;
        writer = CsvWriter.Create(stream, dialect, leaveOpen: false);
    }

    /// <summary>Opens the output and leaves what is in it, as another output may still turn out to be impossible.</summary>
    public static CsvFile Open(string path, CsvWriterOptions dialect)
    {
        var name = path == StandardOutputPath ? StandardOutputName : path;
        try
        {
            var stream = path == StandardOutputPath
                ? StandardOutput.Open()
                : new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, bufferSize: 0);
            return new CsvFile(name, stream, dialect);
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

    private bool IsOwnFile => name != StandardOutputName && stream is FileStream { CanSeek: true };

    /// <summary>Replaces what is in the output by a header. A full disk shows here, before the first measurement, and so does
    /// another session that writes to the same file.</summary>
    public void Begin(Action<CsvWriter> writeHeader)
    {
        Guard(() =>
        {
            if (!IsOwnFile)
                return;
            if (!OperatingSystem.IsMacOS())
                ((FileStream)stream).Lock(0, long.MaxValue);
            if (stream.Length > 0)
                stream.SetLength(0);
        });
        Write(writeHeader);
    }

    /// <summary>Writes whole records and gets them out of this process, or none of them.</summary>
    public void Write(Action<CsvWriter> write) => Guard(() =>
    {
        var before = IsOwnFile ? stream.Position : 0;
        try
        {
            write(writer);
            writer.Flush();
        }
        catch (IOException) when (IsOwnFile)
        {
            // A full disk has room for half a record, which nobody could read.
            isCut = true;
            if (stream.Length > before)
                stream.SetLength(before);
            throw;
        }
    });

    public void Dispose()
    {
        // The writer still holds what did not fit, and would write it behind the cut.
        if (isCut)
            stream.Dispose();
        else
            Guard(writer.Dispose);
    }

    private void Guard(Action write)
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

    private static PartimeException Unwritable(string name, Exception exception)
    {
        var remedy = exception switch
        {
            DirectoryNotFoundException => "Create its folder first, or choose another path.",
            UnauthorizedAccessException => "Choose a path that you may write to.",
            _ => "Make room or choose another path.",
        };
        return new PartimeException($"Cannot write to {name}: {exception.Message.TrimEnd('.')}. {remedy}", exception);
    }
}
