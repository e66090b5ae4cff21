namespace Partime.Tool.Plugins;

/// <summary>An option of a workload or an executor.</summary>
/// <param name="Type">As users read it: <c>text</c>, <c>whole number</c>, <c>duration</c>, <c>size</c>, <c>true|false</c> or an enum's
/// members; for a list, the type of one value followed by <see cref="TypeTexts.Repeatable"/>.</param>
/// <param name="Default">Null if the attribute has none.</param>
internal sealed record OptionInfo(
    string Name,
    string Description,
    string Type,
    string? Default,
    bool Secret,
    string PropertyName)
{
    public bool Required { get; init; }

    /// <summary>Whether it takes the words after <c>--</c>.</summary>
    public bool Rest { get; init; }

    /// <summary>Whether it takes settings of names that the plugin does not declare, as <c>name=value</c>.</summary>
    public bool Others { get; init; }

    /// <summary>As the plugin's author wrote it; null for none, and in worker processes, which receive only checked values.</summary>
    public string? Min { get; init; }

    /// <inheritdoc cref="Min"/>
    public string? Max { get; init; }

    /// <summary>Type and range: <c>whole number from 1 to 10, repeatable</c>.</summary>
    public string Takes => Rest ? "words after --" : Others ? "settings NAME=VALUE" : TypeOfOne + Range + (IsList ? TypeTexts.Repeatable : "");

    /// <summary>The same for one value, with an article where the sentence "it takes …" needs one.</summary>
    public string TakesOne => TypeOfOne switch
    {
        TypeTexts.Duration => $"a duration{(Range.Length > 0 ? Range : $" such as {Duration.Examples}")}",
        TypeTexts.Size => $"a size in whole bytes{(Range.Length > 0 ? Range : " such as 512B, 64KiB or 10MB")}",
        TypeTexts.Address => "an absolute address such as https://example.org/path",
        TypeTexts.Moment => "a date and time such as 2026-11-29 or 2026-11-29T12:30:00+01:00",
        TypeTexts.Id => "a GUID such as 6f9619ff-8b86-d011-b42d-00c04fc964ff",
        var type when type.Contains("number") => $"a {type}{Range}",
        var type => type,
    };

    /// <summary>All values of an enum or a truth value; empty for other types.</summary>
    public IReadOnlyList<string> AllowedValues => TypeOfOne.Split('|') is { Length: > 1 } values ? values : [];

    /// <summary>Of a secret only whether it is set.</summary>
    public string Shown(string text) => Secret && text.Length > 0 ? "***" : text;

    public bool IsList => Type.EndsWith(TypeTexts.Repeatable, StringComparison.Ordinal);

    private string TypeOfOne
    {
        get
        {
            var type = IsList ? Type[..^TypeTexts.Repeatable.Length] : Type;
            return type == TypeTexts.Unsigned && Min is not null ? TypeTexts.Whole : type;
        }
    }

    private string Range => (Min, Max) switch
    {
        (null, null) => "",
        (_, null) => $" from {Min}",
        (null, _) => $" up to {Max}",
        _ => $" from {Min} to {Max}",
    };
}
