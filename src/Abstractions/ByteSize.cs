using System.Globalization;

namespace Partime;

/// <summary>An amount of memory or of data, written with its unit: <c>512B</c>, <c>64KiB</c>, <c>10MB</c>, <c>1.5GiB</c>.</summary>
/// <remarks>
/// <para><c>kB</c>, <c>MB</c>, <c>GB</c>, <c>TB</c>, <c>PB</c> and <c>EB</c> are powers of 1000; <c>KiB</c>, <c>MiB</c>, <c>GiB</c>,
/// <c>TiB</c>, <c>PiB</c> and <c>EiB</c> are powers of 1024; <c>B</c> or no unit means bytes. <c>KB</c> means <c>kB</c>. Otherwise case
/// matters, because <c>Mb</c> would be megabits. A fraction must be a whole number of bytes: <c>1.5KiB</c> is 1536, and <c>0.3KiB</c> is an
/// error.</para>
/// <para>Use it as the type of an option (<see cref="OptionAttribute"/>) or of an input: <c>item.Parse&lt;ByteSize&gt;()</c>.</para>
/// </remarks>
public readonly record struct ByteSize : ISpanParsable<ByteSize>, IUtf8SpanFormattable, IComparable<ByteSize>, IComparable
{
    /// <summary>Creates a size.</summary>
    /// <param name="bytes">The number of bytes, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public ByteSize(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        Bytes = bytes;
    }

    /// <summary>The number of bytes, 0 or more.</summary>
    public long Bytes { get; }

    /// <summary>Reads a size as users write it. In every culture it has a decimal point and no thousands separators.</summary>
    /// <exception cref="FormatException">The text is not a size, not a whole number of bytes, or more than 2⁶³ − 1 bytes.</exception>
    public static ByteSize Parse(ReadOnlySpan<char> s, IFormatProvider? provider = null) => TryParse(s, provider, out var size)
        ? size
        : throw new FormatException($"'{s}' is not a size in whole bytes such as 512B, 64KiB, 10MB or 1.5GiB.");

    /// <inheritdoc cref="Parse(ReadOnlySpan{char}, IFormatProvider?)"/>
    public static ByteSize Parse(string s, IFormatProvider? provider = null) => Parse(s.AsSpan(), provider);

    /// <inheritdoc cref="TryParse(ReadOnlySpan{char}, IFormatProvider?, out ByteSize)"/>
    public static bool TryParse(string? s, IFormatProvider? provider, out ByteSize result) => TryParse(s.AsSpan(), provider, out result);

    /// <summary>Reads a size like <see cref="Parse(ReadOnlySpan{char}, IFormatProvider?)"/>, and returns <see langword="false"/> if the text
    /// is not valid.</summary>
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out ByteSize result)
    {
        result = default;
        var unitAt = s.LastIndexOfAnyInRange('0', '9') + 1;
        var unit = BytesPer(s[unitAt..]);
        var number = s[..unitAt];
        var point = number.IndexOf('.');
        var fraction = point < 0 ? [] : number[(point + 1)..].TrimEnd('0');
        if (unit == 0
            || !long.TryParse(point < 0 ? number : number[..point], NumberStyles.None, CultureInfo.InvariantCulture, out var whole)
            || whole > long.MaxValue / unit
            || !TryMultiply(fraction, unit, out var part)
            || part > long.MaxValue - whole * unit)
            return false;

        result = new ByteSize(whole * unit + part);
        return true;
    }

    /// <summary>The number of bytes without a unit, as in files, where a column of sizes has one unit.</summary>
    public override string ToString() => Bytes.ToString(CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public bool TryFormat(Span<byte> utf8Destination, out int bytesWritten, ReadOnlySpan<char> format, IFormatProvider? provider) =>
        Bytes.TryFormat(utf8Destination, out bytesWritten, format, provider);

    /// <inheritdoc/>
    public int CompareTo(ByteSize other) => Bytes.CompareTo(other.Bytes);

    /// <inheritdoc/>
    public int CompareTo(object? obj) => obj switch
    {
        null => 1,
        ByteSize other => CompareTo(other),
        _ => throw new ArgumentException($"A {nameof(ByteSize)} does not compare with a {obj.GetType().Name}.", nameof(obj)),
    };

    /// <summary>Whether the left size is the smaller one.</summary>
    public static bool operator <(ByteSize left, ByteSize right) => left.Bytes < right.Bytes;

    /// <summary>Whether the left size is the smaller one or both are equal.</summary>
    public static bool operator <=(ByteSize left, ByteSize right) => left.Bytes <= right.Bytes;

    /// <summary>Whether the left size is the larger one.</summary>
    public static bool operator >(ByteSize left, ByteSize right) => left.Bytes > right.Bytes;

    /// <summary>Whether the left size is the larger one or both are equal.</summary>
    public static bool operator >=(ByteSize left, ByteSize right) => left.Bytes >= right.Bytes;

    /// <summary>The exact number of bytes in a fraction of a unit. Each digit removes a factor of ten from the product; if that is not
    /// possible, the number is not whole.</summary>
    private static bool TryMultiply(ReadOnlySpan<char> fraction, long unit, out long bytes)
    {
        bytes = 0;
        if (fraction.IsEmpty)
            return true;
        if (!long.TryParse(fraction, NumberStyles.None, CultureInfo.InvariantCulture, out var digits))
            return false;

        for (var left = fraction.Length; left > 0; left--)
            if (!TryDivide(2, ref digits, ref unit) || !TryDivide(5, ref digits, ref unit))
                return false;
        // The product is less than the original unit, so it cannot overflow.
        bytes = digits * unit;
        return true;
    }

    private static bool TryDivide(long prime, ref long digits, ref long unit)
    {
        ref var divisible = ref unit % prime == 0 ? ref unit : ref digits;
        var isDivisible = divisible % prime == 0;
        divisible /= prime;
        return isDivisible;
    }

    /// <summary>0 if there is no such unit.</summary>
    private static long BytesPer(ReadOnlySpan<char> unit) => unit switch
    {
        "" or "B" => 1,
        "kB" or "KB" => 1_000,
        "MB" => 1_000_000,
        "GB" => 1_000_000_000,
        "TB" => 1_000_000_000_000,
        "PB" => 1_000_000_000_000_000,
        "EB" => 1_000_000_000_000_000_000,
        "KiB" => 1L << 10,
        "MiB" => 1L << 20,
        "GiB" => 1L << 30,
        "TiB" => 1L << 40,
        "PiB" => 1L << 50,
        "EiB" => 1L << 60,
        _ => 0,
    };
}
