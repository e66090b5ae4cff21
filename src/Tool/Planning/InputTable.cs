using System.Runtime.InteropServices;
using System.Text;

namespace Partime.Tool.Planning;

/// <summary>Inputs as bytes that processes share: a range as its three numbers, a list of texts as offsets followed by one UTF-8 blob. A process
/// reads only the inputs of the tasks that it runs.</summary>
internal static unsafe class InputTable
{
    private const long Range = 0;
    private const long List = 1;

    /// <summary>A list in which texts have bytes that are no UTF-8.</summary>
    private const long BytesList = 2;

    private const int Unit = sizeof(long);

    public static long BytesOf(TaskInputs inputs) => (2 * Unit) + inputs.Segments.Sum(BytesOf);

    /// <param name="inputs">What to write.</param>
    /// <param name="table">At least <see cref="BytesOf(TaskInputs)"/> bytes.</param>
    public static void Write(TaskInputs inputs, byte* table)
    {
        var at = (long*)table;
        *at++ = inputs.Times;
        *at++ = inputs.Segments.Count;
        foreach (var segment in inputs.Segments)
            at = segment switch
            {
                InputSegment.Numbers numbers => Write(numbers.Range, at),
                InputSegment.Texts texts => Write(texts.Values, at),
                _ => throw new InvalidOperationException($"{segment.GetType().Name} is in a table already."),
            };
    }

    /// <summary>The inputs are valid while the table is in memory.</summary>
    public static TaskInputs Read(byte* table)
    {
        var at = (long*)table;
        var times = *at++;
        var segments = new InputSegment[*at++];
        for (var i = 0; i < segments.Length; i++)
            segments[i] = Read(ref at);
        return new TaskInputs(segments, times);
    }

    /// <summary>Whether the bytes of a stranger are a table, and reading it never leaves them.</summary>
    public static bool IsValid(ReadOnlySpan<byte> table)
    {
        var numbers = MemoryMarshal.Cast<byte, long>(table);
        if (table.Length % Unit != 0 || numbers.Length < 2 || numbers[0] < 1)
            return false;
        var rest = numbers[2..];
        for (var left = numbers[1]; left != 0; left--)
            if (left < 0 || LengthOf(rest) is not (> 0 and var length))
                return false;
            else
                rest = rest[length..];
        return rest.IsEmpty;
    }

    /// <returns>How many numbers the first segment takes; 0 if it is none.</returns>
    private static int LengthOf(ReadOnlySpan<long> segment)
    {
        if (segment.Length >= 4 && segment[0] == Range)
            return segment[3] != 0 && (segment[1] == segment[2] || (segment[1] < segment[2]) == (segment[3] > 0)) ? 4 : 0;
        if (segment.Length < 3 || segment[0] is not (List or BytesList) || segment[1] < 0 || segment[1] > segment.Length - 3)
            return 0;
        var offsets = segment.Slice(2, (int)segment[1] + 1);
        for (var i = 1; i < offsets.Length; i++)
            if (offsets[i] < offsets[i - 1])
                return 0;
        var space = (segment.Length - 2 - offsets.Length) * (long)Unit;
        return offsets[0] == 0 && offsets[^1] <= space ? 2 + offsets.Length + (int)(Aligned(offsets[^1]) / Unit) : 0;
    }

    private static long BytesOf(InputSegment segment) => segment switch
    {
        InputSegment.Texts texts => ((3 + texts.Count) * Unit) + Aligned(texts.Values.Sum(text => (long)(InputText.HasBytes(text) ? new WorkItem(0, text).ToBytes().Length : Encoding.UTF8.GetByteCount(text)))),
        _ => 4 * Unit,
    };

    private static long* Write(IntegerRange range, long* at)
    {
        *at++ = Range;
        *at++ = range.Start;
        *at++ = range.End;
        *at++ = range.Step;
        return at;
    }

    private static long* Write(IReadOnlyList<string> texts, long* at)
    {
        var kind = at++;
        *kind = List;
        *at++ = texts.Count;
        var bytes = (byte*)(at + texts.Count + 1);
        var offset = 0L;
        foreach (var text in texts)
        {
            *at++ = offset;
            if (InputText.HasBytes(text))
            {
                *kind = BytesList;
                var raw = new WorkItem(0, text).ToBytes();
                raw.CopyTo(new Span<byte>(bytes + offset, raw.Length));
                offset += raw.Length;
                continue;
            }
            fixed (char* letters = text)
                offset += text.Length == 0 ? 0 : Encoding.UTF8.GetBytes(letters, text.Length, bytes + offset, Encoding.UTF8.GetMaxByteCount(text.Length));
        }
        *at = offset;
        return (long*)(bytes + Aligned(offset));
    }

    private static InputSegment Read(ref long* at)
    {
        var kind = *at++;
        if (kind == Range)
        {
            var range = new IntegerRange(at[0], at[1], at[2]);
            at += 3;
            return new InputSegment.Numbers(range);
        }
        var count = *at++;
        var (offsets, bytes) = ((nint)at, (nint)(at + count + 1));
        at = (long*)((byte*)bytes + Aligned(at[count]));
        return new InputSegment.Utf8Texts(count, offsets, bytes, kind == BytesList);
    }

    private static long Aligned(long bytes) => (bytes + Unit - 1) / Unit * Unit;
}
