using System.Text;
using System.Text.Unicode;
using CsvHelper;

namespace Partime.Tool.Reporting;

/// <summary><see cref="FreeText"/> that is UTF-8 already, and mostly needs no decoding.</summary>
internal sealed class FreeUtf8Text : ICsvConverter<ReadOnlyMemory<byte>>
{
    public ReadOnlyMemory<byte> Read(CsvReader reader, int index) => reader.GetSpan(index).ToArray();

    public void Write(CsvWriter writer, ReadOnlyMemory<byte> value)
    {
        var utf8 = value.Span;
        if (!Utf8.IsValid(utf8))
        {
            // A single wrong byte would make the whole file unreadable.
            FreeText.WriteField(writer, Encoding.UTF8.GetString(utf8));
            return;
        }
        var hasSign = !utf8.IsEmpty && utf8[0] is (byte)'-' or (byte)'+';
        if (!hasSign || !FreeText.TryWriteSignedNumber(writer, Encoding.UTF8.GetString(utf8)))
            writer.WriteField(utf8);
    }
}
