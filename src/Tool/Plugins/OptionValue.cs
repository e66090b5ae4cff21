using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;

namespace Partime.Tool.Plugins;

/// <summary>Converts the texts that an option is set to into its value. Partime.Testing does so with this file, too.</summary>
/// <param name="type">The type of the option's property.</param>
/// <param name="range">Null for none.</param>
internal sealed class OptionValue(Type type, OptionRange? range)
{
    private readonly Type typeOfOne = OptionConversion.TypeOfOne(type);

    /// <param name="texts">One, or for a list one or more.</param>
    /// <param name="value">The value of the option.</param>
    /// <param name="invalid">The text that is not valid; null if there are too many.</param>
    public bool TryRead(IReadOnlyList<string> texts, [NotNullWhen(true)] out object? value, out string? invalid)
    {
        (value, invalid) = (null, null);
        if (texts.Count > 1 && !OptionConversion.IsList(type))
            return false;
        var values = new List<object>();
        foreach (var text in texts)
            foreach (var part in OptionConversion.IsList(type) && !OptionConversion.MayHaveCommas(typeOfOne) ? text.Split(',', StringSplitOptions.TrimEntries) : [text])
                if (One(part) is { } one)
                    values.Add(one);
                else
                {
                    invalid = part;
                    return false;
                }
        value = OptionConversion.IsList(type) ? List(values) : values[0];
        return true;
    }

    private object List(List<object> values)
    {
        var list = Array.CreateInstance(typeOfOne, values.Count);
        for (var i = 0; i < values.Count; i++)
            list.SetValue(values[i], i);
        return type.IsSZArray ? list : Activator.CreateInstance(typeof(List<>).MakeGenericType(typeOfOne), list)!;
    }

    private object? One(string text) => OptionConversion.Parse(text, typeOfOne) is { } value && range?.Has(value) != false ? value : null;
}

/// <summary>The values from an option's <c>Min</c> to its <c>Max</c>.</summary>
internal sealed class OptionRange
{
    private readonly IComparable? min;
    private readonly IComparable? max;

    private OptionRange(IComparable? min, IComparable? max) => (this.min, this.max) = (min, max);

    /// <summary>Null for an option without a range.</summary>
    /// <param name="type">The type of the option.</param>
    /// <param name="min">As the plugin's author has written it, or null.</param>
    /// <param name="max">As the plugin's author has written it, or null.</param>
    /// <param name="unusable">Makes the error about an invalid range.</param>
    public static OptionRange? Of(Type type, string? min, string? max, Func<string, Exception> unusable)
    {
        if ((min ?? max) is null)
            return null;
        var typeOfOne = OptionConversion.TypeOfOne(type);
        if (!OptionConversion.HasOrder(typeOfOne))
            throw unusable("has a Min or a Max, which only numbers, durations and sizes can have");

        var range = new OptionRange(Bound("Min", min), Bound("Max", max));
        return range.min?.CompareTo(range.max ?? range.min) > 0 ? throw unusable($"has the Min {min}, which is above its Max {max}") : range;

        IComparable? Bound(string name, string? text) =>
            text is null ? null
            : OptionConversion.Parse(text, typeOfOne) is IComparable bound && !IsNotANumber(bound) ? bound
            : throw unusable($"has the {name} '{text}', which is not a value of the type {typeOfOne.Name}");
    }

    public bool Has(object value) =>
        !IsNotANumber(value) && !(min?.CompareTo(value) > 0) && !(max?.CompareTo(value) < 0);

    /// <summary>NaN compares as less than everything else.</summary>
    private static bool IsNotANumber(object value) => value is double.NaN or float.NaN;
}

/// <summary>Converts option values from and to text, independent of the machine's culture.</summary>
internal static class OptionConversion
{
    /// <summary>Of ISO 8601. Without an offset it is UTC.</summary>
    private static readonly string[] Moments = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    /// <summary>Whether properties of this type can be options.</summary>
    public static bool Supports(Type type) =>
        Plain(TypeOfOne(type)) is var plain
        && (plain == typeof(string) || plain == typeof(bool) || plain.IsEnum || plain == typeof(Uri) || plain == typeof(DateTimeOffset) || plain == typeof(Guid) || HasOrder(plain));

    public static bool IsList(Type type) => type.IsSZArray || (type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(List<>) || type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>)));

    /// <summary>The type of a list's values, and any other type itself.</summary>
    public static Type TypeOfOne(Type type) => !IsList(type) ? type : type.GetElementType() ?? type.GetGenericArguments()[0];

    /// <summary>Then a comma in a list separates nothing.</summary>
    public static bool MayHaveCommas(Type type) => type == typeof(string) || type == typeof(Uri);

    /// <summary>Whether the values of this type can be compared.</summary>
    public static bool HasOrder(Type type) =>
        Plain(type) is var plain && (plain == typeof(TimeSpan) || plain == typeof(ByteSize) || (IsNumber(plain) && !plain.IsEnum));

    /// <summary>The value of one text, of a type other than a list; null if the text is not valid.</summary>
    public static object? Parse(string text, Type type) => Plain(type) switch
    {
        var plain when plain == typeof(string) => text,
        var plain when plain == typeof(TimeSpan) => Duration.TryParse(text, out var duration) ? duration : null,
        { IsEnum: true } plain => Member(text, plain),
        // A path is an address of a file only by its name.
        var plain when plain == typeof(Uri) => text.Contains(':') && Uri.TryCreate(text, UriKind.Absolute, out var address) ? address : null,
        var plain when plain == typeof(DateTimeOffset) => DateTimeOffset.TryParseExact(text, Moments, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment : null,
        var plain when plain == typeof(Guid) => Guid.TryParse(text, out var id) ? id : null,
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

    /// <summary>A value as files and reports show it; empty for null.</summary>
    public static string Format(object? value) => value switch
    {
        null => "",
        bool truth => truth ? "true" : "false",
        TimeSpan duration => Duration.Format(duration),
        string text => text,
        Uri address => address.OriginalString,
        DateTimeOffset moment => moment.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture),
        System.Collections.IEnumerable list => string.Join(list is IEnumerable<string> or IEnumerable<Uri> ? "; " : ",", list.Cast<object?>().Select(Format)),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    private static Type Plain(Type type) => Nullable.GetUnderlyingType(type) ?? type;

    private static bool IsNumber(Type type) => Type.GetTypeCode(type) is >= TypeCode.SByte and <= TypeCode.Decimal;

    /// <summary>Neither style allows thousands separators: "1,5" is an error and not fifteen. "1e400" is an error too, and not infinity.</summary>
    private static object? Number<T>(string text, NumberStyles styles) where T : INumberBase<T> =>
        T.TryParse(text, styles, CultureInfo.InvariantCulture, out var value) && !(T.IsInfinity(value) && text.AsSpan().ContainsAnyInRange('0', '9')) ? value : null;

    /// <summary>Not Enum.TryParse, which also accepts "7" and "red, blue".</summary>
    private static object? Member(string text, Type type)
    {
        foreach (var name in type.GetEnumNames())
            if (name.Equals(text, StringComparison.OrdinalIgnoreCase))
                return Enum.Parse(type, name);
        return null;
    }
}
