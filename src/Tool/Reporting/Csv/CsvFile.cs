using CsvHelper;
using Partime.Tool.Files;

namespace Partime.Tool.Reporting;

/// <summary>An output of rows.</summary>
internal sealed class CsvFile : IDisposable
{
    private readonly OutputFile output;
    private readonly CsvWriterOptions dialect;
    private readonly bool isKept;
    private CsvWriter? writer;
    private bool isCut;

    private CsvFile(OutputFile output, CsvWriterOptions dialect, bool isKept) => (this.output, this.dialect, this.isKept) = (output, dialect, isKept);

    // Only when it is needed: it begins with a byte order mark.
    private CsvWriter Writer => writer ??= CsvWriter.Create(output.Stream, dialect, leaveOpen: true);

    /// <summary>Opens the output and leaves what is in it, as another output may still turn out to be impossible.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="dialect">How it is written.</param>
    /// <param name="kept">What stays of it, in which there is a header.</param>
    public static CsvFile Open(string path, CsvWriterOptions dialect, KeptPart? kept = null) =>
        new(OutputFile.Open(path, kept), kept is null ? dialect : dialect with { WriteByteOrderMark = false }, kept is not null);

    /// <summary>Writes the header, unless there is one, and leaves what is in the output. A full disk shows here, before the first
    /// measurement.</summary>
    public void Begin(Action<CsvWriter> writeHeader) => output.Begin(isKept ? null : () => Write(writeHeader));

    /// <summary>Replaces what was in the output by what was written, or goes on behind what is kept.</summary>
    public void Commit() => output.Commit();

    /// <summary>Replaces what was in the output by all that there is to write.</summary>
    public void WriteWhole(Action<CsvWriter> write)
    {
        output.Begin(() => Write(write));
        output.Commit();
    }

    /// <summary>Writes whole records and gets them out of this process, or none of them.</summary>
    public void Write(Action<CsvWriter> write) => output.Guard(() =>
    {
        var stream = output.Stream;
        var before = output.IsOwn ? stream.Position : 0;
        output.Watch(before);
        try
        {
            write(Writer);
            Writer.Flush();
        }
        catch (IOException)
        {
            // A full disk has room for half a record, which nobody could read.
            isCut = true;
            if (output.IsOwn && stream.Length > before)
                stream.SetLength(before);
            throw;
        }
    });

    /// <summary>What others have done to the file, as a sentence; <see langword="null"/> for nothing.</summary>
    public string? Damage() => isCut || !output.IsOwn ? null : output.Damage(output.Stream.Position);

    public void Dispose()
    {
        // The writer still holds what did not fit, and would write it behind the cut.
        if (!isCut && writer is not null)
            output.Guard(writer.Dispose);
        output.Dispose();
    }
}
