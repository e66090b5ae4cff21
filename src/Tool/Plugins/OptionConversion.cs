using System.Globalization;
using System.Numerics;

namespace Partime.Tool.Plugins;

/// <summary>Option values from the text that users write, and back; independent of the machine's language.</summary>
internal static class OptionConversion
{
    /// <summary>Whether properties of this type can be options.</summary>
    public static bool Supports(Type type) =>
        Plain(TypeOfOne(type)) is var plain
        && (plain == typeof(string) || plain == typeof(bool) || plain.IsEnum || HasOrder(plain));

    /// <summary>The type of a list's values, and any other type itself.</summary>
    public static Type TypeOfOne(Type type) => type.IsSZArray ? type.GetElementType()! : type;

    /// <summary>Whether one value of this type can be more than another.</summary>
    public static bool HasOrder(Type type) =>
        Plain(type) is var plain && (plain == typeof(TimeSpan) || plain == typeof(ByteSize) || (IsNumber(plain) && !plain.IsEnum));

    /// <summary>The value of one text as a type other than a list; null if the text is none.</summary>
    public static object? Parse(string text, Type type) => Plain(type) switch
    {
        var plain when plain == typeof(string) => text,
        var plain when plain == typeof(TimeSpan) => Duration.TryParse(text, out var duration) ? duration : null,
        { IsEnum: true } plain => Member(text, plain),
        var plain => Type.GetTypeCode(plain) switch
        {
            TypeCode.Boolean => bool.TryParse(text, out var value) ? value : null,
            TypeCode.SByte => Number<sbyte>(text, NumberStyles.AllowLeadingSign),
            TypeCode.Byte => Number<byte>(text, NumberStyles.AllowLeadingSign),
            TypeCode.Int16 => Number<short>(text, NumberStyles.AllowLeadingSign),
            TypeCode.UInt16 => Number<ushort>(text, NumberStyles.AllowLeadingSign),
            TypeCode.Int32 => Number<int>(text, NumberStyles.AllowLeadingSign),
            TypeCode.UInt32 => Number<uint>(text, NumberStyles.AllowLeadingSign),
            TypeCode.Int64 => Number<long>(text, NumberStyles.AllowLeadingSign),
            TypeCode.UInt64 => Number<ulong>(text, NumberStyles.AllowLeadingSign),
            TypeCode.Single => Number<float>(text, NumberStyles.Float),
            TypeCode.Double => Number<double>(text, NumberStyles.Float),
            TypeCode.Decimal => Number<decimal>(text, NumberStyles.Float),
            _ => plain == typeof(ByteSize) && ByteSize.TryParse(text, null, out var size) ? size : null,
        },
    };

    /// <summary>A value as files and reports show it; empty if there is none.</summary>
    public static string Format(object? value) => value switch
    {
        null => "",
        bool truth => truth ? "true" : "false",
        TimeSpan duration => Duration.Format(duration),
        string[] texts => string.Join("; ", texts),
        Array list => string.Join(',', list.Cast<object?>().Select(Format)),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    private static Type Plain(Type type) => Nullable.GetUnderlyingType(type) ?? type;

    private static bool IsNumber(Type type) => Type.GetTypeCode(type) is >= TypeCode.SByte and <= TypeCode.Decimal;

    /// <summary>Neither style allows thousands separators: "1,5" is an error and not fifteen. Nor is "1e400" infinite, just because
    /// it is too large.</summary>
    private static object? Number<T>(string text, NumberStyles styles) where T : INumberBase<T> =>
        T.TryParse(text, styles, CultureInfo.InvariantCulture, out var value) && !(T.IsInfinity(value) && text.AsSpan().ContainsAnyInRange('0', '9')) ? value : null;

    /// <summary>Not Enum.TryParse, which takes "7" and "red, blue" for members too.</summary>
    private static object? Member(string text, Type type)
    {
        foreach (var name in type.GetEnumNames())
            if (name.Equals(text, StringComparison.OrdinalIgnoreCase))
                return Enum.Parse(type, name);
        return null;
    }
}
