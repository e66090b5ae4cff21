namespace Partime.Tool.Files;

/// <summary>An output that is a whole document at any time: what is added is written over the former ending, together with a new one.</summary>
/// <remarks>
/// What has gone to a pipe cannot be taken back, so that the ending comes only at the end there.
/// <code>
///   { …, "runs": [ {…}, {…}  ], "complete": false }
///                          ↑ what is added goes here
/// </code>
/// </remarks>
internal sealed class WholeDocument(string path) : IDisposable
{
    private const int BlockBytes = 1 << 16;

    private readonly OutputFile output = OutputFile.Open(path);
    private byte[] ending = [];
    private long endingAt;
    private bool isOpen;

    public bool HasNoLock => output.HasNoLock;

    public bool HasLostReader => output.HasLostReader;

    /// <summary>Writes the start and the ending, and leaves what is in the file.</summary>
    public void Prepare(Action<Stream> writeStart, byte[] firstEnding) => output.Prepare(() =>
    {
        Add(writeStart, firstEnding);
        isOpen = !output.IsRegular;
    });

    /// <summary>Replaces what was in the file by the document.</summary>
    public void Commit() => output.Commit();

    /// <summary>Writes over the ending, or puts it back if there is no room.</summary>
    /// <param name="write">Writes what is added, to a stream that gathers it into blocks.</param>
    /// <param name="newEnding">With what was added in front, it mostly reaches beyond the former ending: a kill before that is cut off leaves too much.</param>
    public void Add(Action<Stream> write, byte[] newEnding) => output.Guard(() =>
    {
        var stream = output.Stream;
        // One write for a short text and its ending, so that a kill does not come in between.
        var blocks = new BufferedStream(stream, BlockBytes);
        if (!output.IsRegular)
        {
            // A reader that has stopped in the middle gets no ending either.
            (isOpen, var wasOpen) = (false, isOpen);
            write(blocks);
            blocks.Flush();
            (isOpen, ending) = (wasOpen, newEnding);
            return;
        }
        output.CheckLength(endingAt + ending.Length);
        try
        {
            stream.Position = endingAt;
            write(blocks);
            blocks.Write(newEnding);
            blocks.Flush();
            if (stream.Length > stream.Position)
                stream.SetLength(stream.Position);
            (endingAt, ending) = (stream.Position - newEnding.Length, newEnding);
        }
        catch (IOException)
        {
            stream.Position = endingAt;
            stream.Write(ending);
            if (stream.Length > stream.Position)
                stream.SetLength(stream.Position);
            throw;
        }
    });

    /// <summary>What other programs have done to the file, as a sentence; <see langword="null"/> for nothing.</summary>
    public string? ExternalChange() => output.ExternalChange(endingAt + ending.Length);

    public void Dispose()
    {
        try
        {
            if (isOpen)
                output.Guard(() => output.Stream.Write(ending));
        }
        finally
        {
            output.Dispose();
        }
    }
}
