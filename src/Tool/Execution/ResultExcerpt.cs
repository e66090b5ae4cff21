using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text;

namespace Partime.Tool.Execution;

/// <summary>A result as far as twelve bytes hold it: its length, and all of it or its two ends. Where results differ, a message shows them, although no values are kept.</summary>
[InlineArray(Size)]
internal struct ResultExcerpt
{
    private const int Size = 12;
    private const int MaxWhole = Size - 1;
    private const int HeadLength = 6;

    private byte first;

    /// <summary>In place: reading a copy right after its bytes were written one by one would stall the processor.</summary>
    [MethodImpl(HotPath.Options)]
    public void Write(ReadOnlySpan<byte> value)
    {
        this[0] = (byte)Math.Min(value.Length, byte.MaxValue);
        if (value.Length <= MaxWhole)
            value.CopyTo(this[1..]);
        else
        {
            value[..HeadLength].CopyTo(this[1..]);
            value[^(MaxWhole - HeadLength)..].CopyTo(this[(1 + HeadLength)..]);
        }
    }

    /// <summary>The bytes of an excerpt that are in use.</summary>
    public static ReadOnlySpan<byte> Used([UnscopedRef] in ResultExcerpt excerpt) => ((ReadOnlySpan<byte>)excerpt)[..UsedBytes(excerpt[0])];

    /// <summary>How many that are, by the first one.</summary>
    public static int UsedBytes(byte first) => 1 + Math.Min((int)first, MaxWhole);

    /// <summary>Whether these are not the whole result.</summary>
    public static bool IsCut(ReadOnlySpan<byte> used) => used[0] > MaxWhole;

    /// <summary><c>144</c>, or <c>0.3000…00004</c>.</summary>
    public readonly override string ToString()
    {
        ReadOnlySpan<byte> bytes = this;
        return bytes[0] <= MaxWhole ? Encoding.UTF8.GetString(bytes.Slice(1, bytes[0])) : $"{Encoding.UTF8.GetString(bytes.Slice(1, HeadLength))}…{Encoding.UTF8.GetString(bytes[(1 + HeadLength)..])}";
    }
}
