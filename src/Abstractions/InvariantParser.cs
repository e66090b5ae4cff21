using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Partime;

internal static class InvariantParser
{
    /// <summary>What people call the type.</summary>
    public static string NameOf<T>() => Type.GetTypeCode(typeof(T)) switch
    {
        TypeCode.Double or TypeCode.Single or TypeCode.Decimal => "number",
        >= TypeCode.SByte and <= TypeCode.UInt64 => $"whole number ({typeof(T).Name})",
        _ when typeof(T) == typeof(ByteSize) => "size in whole bytes such as 512B, 64KiB or 10MB",
        _ => typeof(T).Name,
    };

    /// <summary>Parses as <see cref="ISpanParsable{T}"/> does, except that "1,5" is an error and not fifteen.</summary>
    public static bool TryParse<T>(ReadOnlySpan<char> text, [MaybeNullWhen(false)] out T value) where T : ISpanParsable<T>
    {
        var hasThousands = text.Contains(',') && (typeof(T) == typeof(double) || typeof(T) == typeof(float) || typeof(T) == typeof(decimal));
        value = default;
        return !hasThousands && T.TryParse(text, CultureInfo.InvariantCulture, out value);
    }
}
