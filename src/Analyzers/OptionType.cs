using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Partime.Analyzers;

/// <summary>The type of an option, and how partime reads texts as its values.</summary>
internal sealed class OptionType
{
    /// <summary>Of ISO 8601.</summary>
    private static readonly string[] Moments = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    private readonly ITypeSymbol type;
    private readonly Func<string, IComparable?> parse;

    private OptionType(ITypeSymbol type, string name, bool hasOrder, Func<string, IComparable?> parse) =>
        (this.type, Name, HasOrder, this.parse) = (type, name, hasOrder, parse);

    /// <summary>As a sentence names one value: <c>a duration such as 500ms</c>.</summary>
    public string Name { get; }

    public bool HasOrder { get; }

    public bool IsList { get; private set; }

    /// <summary>Whether it can take what users write without a name.</summary>
    public bool IsListOfTexts => IsList && type.SpecialType == SpecialType.System_String;

    /// <summary>Null if partime reads no values of this type.</summary>
    public static OptionType? Of(ITypeSymbol type, ContractTypes contract)
    {
        var one = type switch
        {
            IArrayTypeSymbol { IsSZArray: true } array => array.ElementType,
            INamedTypeSymbol { Name: "List" or "IReadOnlyList", Arity: 1 } list when list.ContainingNamespace.ToDisplayString() == "System.Collections.Generic" => list.TypeArguments[0],
            _ => type,
        };
        var isList = !ReferenceEquals(one, type);
        var plain = one is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable ? nullable.TypeArguments[0] : one;
        if (OfPlain(plain, contract) is { } found)
        {
            found.IsList = isList;
            return found;
        }
        return null;
    }

    /// <summary>The value of one text; null if the text is not valid.</summary>
    public IComparable? Parse(string text) => parse(text);

    /// <summary>The texts of a list, or the one text.</summary>
    public IEnumerable<string> Values(string? text) =>
        text is null ? [] : IsList && !(type.SpecialType == SpecialType.System_String || type.Name == "Uri") ? text.Split(',').Select(value => value.Trim()) : [text];

    /// <summary>The value of a constant in source, comparable with the parsed ones.</summary>
    public IComparable? Of(object constant) => type.TypeKind == TypeKind.Enum
        ? Members(type).FirstOrDefault(member => Equals(member.ConstantValue, constant))?.Name
        : constant is string or bool ? (IComparable)constant : parse(Convert.ToString(constant, CultureInfo.InvariantCulture));

    /// <summary>The expression for the value of a valid text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="place">Where it is written.</param>
    public string InSource(string text, IOperation place) => type.SpecialType switch
    {
        SpecialType.System_String => SymbolDisplay.FormatLiteral(text, true),
        SpecialType.System_Boolean => text.Trim().ToLowerInvariant(),
        SpecialType.System_Decimal => text + "m",
        SpecialType.System_Single => text + "f",
        _ when type.TypeKind == TypeKind.Enum => $"{type.ToMinimalDisplayString(place.SemanticModel!, place.Syntax.SpanStart)}.{parse(text)}",
        _ => text,
    };

    private static OptionType? OfPlain(ITypeSymbol type, ContractTypes contract) => type.SpecialType switch
    {
        SpecialType.System_String => new(type, "a text", false, text => text),
        SpecialType.System_Boolean => new(type, "true or false", false, text => bool.TryParse(text, out var value) ? value : null),
        SpecialType.System_SByte => Whole(type, sbyte.MinValue, sbyte.MaxValue),
        SpecialType.System_Byte => Whole(type, byte.MinValue, byte.MaxValue),
        SpecialType.System_Int16 => Whole(type, short.MinValue, short.MaxValue),
        SpecialType.System_UInt16 => Whole(type, ushort.MinValue, ushort.MaxValue),
        SpecialType.System_Int32 => Whole(type, int.MinValue, int.MaxValue),
        SpecialType.System_UInt32 => Whole(type, uint.MinValue, uint.MaxValue),
        SpecialType.System_Int64 => Whole(type, long.MinValue, long.MaxValue),
        SpecialType.System_UInt64 => Whole(type, ulong.MinValue, ulong.MaxValue),
        SpecialType.System_Single => new(type, "a number", true, text => Number(text) is { } value && (double.IsInfinity(value) || !float.IsInfinity((float)value)) ? value : null),
        SpecialType.System_Double => new(type, "a number", true, text => Number(text)),
        SpecialType.System_Decimal => new(type, "a number", true, text => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null),
        _ when type.TypeKind == TypeKind.Enum => new(type, string.Join(" or ", Members(type).Select(member => member.Name)), false,
            text => Members(type).FirstOrDefault(member => member.Name.Equals(text, StringComparison.OrdinalIgnoreCase))?.Name),
        _ => type.WithNullableAnnotation(NullableAnnotation.None).ToDisplayString() switch
        {
            // A path is an address of a file only by its name.
            "System.Uri" => new(type, "an absolute address such as https://example.org/path", false, text => text.Contains(':') && Uri.TryCreate(text, UriKind.Absolute, out _) ? text : null),
            "System.DateTimeOffset" => new(type, "a date and time such as 2026-11-29 or 2026-11-29T12:30:00+01:00", false,
                text => DateTimeOffset.TryParseExact(text, Moments, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment : null),
            "System.Guid" => new(type, "a GUID such as 6f9619ff-8b86-d011-b42d-00c04fc964ff", false, text => Guid.TryParse(text, out var id) ? id : null),
            "System.TimeSpan" => new(type, "a duration such as 500ms, 1.5s, 2m or 1h", true, text => Duration(text)),
            "Partime.ByteSize" when contract.IsContracts(type) => new(type, "a size in whole bytes such as 512B, 64KiB or 10MB", true, text => Size(text)),
            _ => null,
        },
    };

    private static OptionType Whole(ITypeSymbol type, decimal min, decimal max) => new(type, $"a whole number from {min} to {max}", true,
        text => decimal.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max ? value : null);

    /// <summary>Too large a number is not valid, and infinity is only by its name.</summary>
    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && !(double.IsInfinity(value) && text.Any(char.IsDigit)) ? value : null;

    private static IEnumerable<IFieldSymbol> Members(ITypeSymbol type) => type.GetMembers().OfType<IFieldSymbol>().Where(field => field.IsConst);

    private static decimal? Duration(string text) => Measured(text, TimeSpan.MaxValue.Ticks, unit => unit switch
    {
        "ms" => TimeSpan.TicksPerMillisecond,
        "s" => TimeSpan.TicksPerSecond,
        "m" => TimeSpan.TicksPerMinute,
        "h" => TimeSpan.TicksPerHour,
        "d" => TimeSpan.TicksPerDay,
        _ => 0,
    });

    private static decimal? Size(string text) => Measured(text, long.MaxValue, unit => unit switch
    {
        "" or "B" => 1,
        "KB" => 1000,
        "kB" or "MB" or "GB" or "TB" or "PB" or "EB" => Power(1000, unit[0]),
        "KiB" or "MiB" or "GiB" or "TiB" or "PiB" or "EiB" => Power(1024, unit[0]),
        _ => 0,
    }) is { } size && size == decimal.Truncate(size) ? size : null;

    private static decimal Power(decimal unit, char prefix)
    {
        var power = 1m;
        for (var left = "kMGTPE".IndexOf(prefix == 'K' ? 'k' : prefix); left >= 0; left--)
            power *= unit;
        return power;
    }

    /// <summary>A number without a sign and its unit, as a multiple of the smallest unit.</summary>
    private static decimal? Measured(string text, decimal max, Func<string, decimal> unitOf)
    {
        var unitAt = text.LastIndexOfAny("0123456789".ToCharArray()) + 1;
        var unit = unitOf(text.Substring(unitAt));
        return unit > 0 && decimal.TryParse(text.Substring(0, unitAt), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number <= max / unit
            ? number * unit
            : null;
    }
}
