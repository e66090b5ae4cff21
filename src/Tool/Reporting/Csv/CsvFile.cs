using CsvHelper;
using Partime.Tool.Files;

namespace Partime.Tool.Reporting;

/// <summary>A CSV file that is written, with a header and rows.</summary>
internal sealed class CsvFile<TRow> : IDisposable where TRow : allows ref struct
{
    private readonly OutputFile output;
    private readonly CsvWriterOptions dialect;
    private readonly Column<TRow>[] columns;
    private readonly bool hasHeader;
    private readonly Action<TRow> addRow;
    private CsvWriter? writer;
    private bool isCut;

    /// <summary>Opens the output and leaves what is in it, because another output may still turn out to be impossible.</summary>
    /// <param name="path">The file, or <c>-</c> for standard output.</param>
    /// <param name="dialect">How it is written.</param>
    /// <param name="columns">The columns of a row.</param>
    /// <param name="kept">The part of the file that stays, including its header.</param>
    public CsvFile(string path, CsvWriterOptions dialect, Column<TRow>[] columns, KeptPart? kept = null)
    {
        hasHeader = kept is not null;
        this.dialect = hasHeader ? dialect with { WriteByteOrderMark = false } : dialect;
        this.columns = columns;
        addRow = AddRow;
        output = OutputFile.Open(path, kept);
    }

    // Created when first used, because it begins with a byte order mark.
    private CsvWriter Writer => writer ??= CsvWriter.Create(output.Stream, dialect, leaveOpen: true);

    /// <summary>Writes the header, unless there is one, and leaves what is in the output. A full disk shows here, before the first
    /// measurement.</summary>
    public void Prepare() => output.Prepare(hasHeader ? null : () => WriteWhole(AddHeader));

    /// <summary>Replaces what was in the output by what was written, or continues after the part that is kept.</summary>
    public void Commit() => output.Commit();

    /// <summary>Writes rows and flushes them: all of them, or none.</summary>
    /// <param name="write">Is given the method that adds a row.</param>
    public void Write(Action<Action<TRow>> write) => output.Guard(() => WriteWhole(() => write(addRow)));

    /// <summary>Replaces what was in the output by a header and these rows.</summary>
    public void WriteAll(IEnumerable<TRow> rows)
    {
        output.Prepare(() => WriteWhole(() =>
        {
            AddHeader();
            foreach (var row in rows)
                AddRow(row);
        }));
        output.Commit();
    }

    /// <summary>A sentence on what another program has done to the file; <see langword="null"/> for nothing.</summary>
    public string? ExternalChange() => isCut || !output.IsRegular ? null : output.ExternalChange(output.Stream.Position);

    public bool HasNoLock => output.HasNoLock;

    public bool HasLostReader => output.HasLostReader;

    /// <summary>The rows that were written, without the header.</summary>
    public long Rows { get; private set; }

    public void Dispose()
    {
        // The writer still holds what did not fit, and would write it after the cut.
        if (!isCut && writer is not null)
            output.Guard(writer.Dispose);
        output.Dispose();
    }

    private void WriteWhole(Action write)
    {
        var stream = output.Stream;
        var before = output.IsRegular ? stream.Position : 0;
        output.CheckLength(before);
        try
        {
            write();
            Writer.Flush();
        }
        catch (IOException)
        {
            // A full disk has room for half a record, which no program could read.
            isCut = true;
            if (output.IsRegular && stream.Length > before)
                stream.SetLength(before);
            throw;
        }
    }

    private void AddHeader()
    {
        foreach (var column in columns)
            Writer.WriteField(column.Name);
        Writer.EndRecord();
    }

    private void AddRow(TRow row)
    {
        var csv = Writer;
        foreach (var column in columns)
            column.Value(row).Write(csv);
        csv.EndRecord();
        Rows++;
    }
}
