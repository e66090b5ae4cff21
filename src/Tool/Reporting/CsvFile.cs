using CsvHelper;

namespace Partime.Tool.Reporting;

/// <summary>An output of rows.</summary>
internal sealed class CsvFile : IDisposable
{
    private readonly OutputFile output;
    private readonly CsvWriter writer;
    private bool isCut;

    private CsvFile(OutputFile output, CsvWriterOptions dialect)
    {
        this.output = output;
        writer = CsvWriter.Create(output.Stream, dialect, leaveOpen: false);
    }

    /// <summary>Opens the output and leaves what is in it, as another output may still turn out to be impossible.</summary>
    public static CsvFile Open(string path, CsvWriterOptions dialect) => new(OutputFile.Open(path), dialect);

    /// <summary>Replaces what is in the output by a header. A full disk shows here, before the first measurement, and so does
    /// another session that writes to the same file.</summary>
    public void Begin(Action<CsvWriter> writeHeader) => Begin(kept: null, writeHeader);

    /// <summary>The same, or goes on behind what is kept of the output, in which there is a header.</summary>
    public void Begin(KeptPart? kept, Action<CsvWriter> writeHeader)
    {
        if (kept is not null)
        {
            output.Keep(kept);
            return;
        }
        output.Clear();
        Write(writeHeader);
    }

    /// <summary>Writes whole records and gets them out of this process, or none of them.</summary>
    public void Write(Action<CsvWriter> write) => output.Guard(() =>
    {
        var stream = output.Stream;
        var before = output.IsOwn ? stream.Position : 0;
        try
        {
            write(writer);
            writer.Flush();
        }
        catch (IOException) when (output.IsOwn)
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
            output.Dispose();
        else
            output.Guard(writer.Dispose);
    }
}
