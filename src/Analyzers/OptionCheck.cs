using Microsoft.CodeAnalysis;

namespace Partime.Analyzers;

/// <summary>Checks one option, by its attribute and the type of its property.</summary>
internal sealed class OptionCheck(ContractTypes contract, IPropertySymbol property, Action<Diagnostic> report)
{
    /// <summary>What an option may take that users write without its name.</summary>
    private static readonly string[] Unnamed = ["Rest", "Others"];

    public void Check()
    {
        // A generic base class does not know its type yet.
        if (property.Find(contract.OptionAttribute) is not { } option || option.Name() is not { } name || property.Type.TypeKind is TypeKind.TypeParameter or TypeKind.Error)
            return;
        if (!PluginName.IsValid(name))
            Report(Rules.InvalidName, option, (FixKeys.Name, PluginName.From(name)), name, "an option");
        if (property is not { DeclaredAccessibility: Accessibility.Public, GetMethod.DeclaredAccessibility: Accessibility.Public, SetMethod.DeclaredAccessibility: Accessibility.Public })
            Report(Rules.NoOption, option, null, property.Name, "is not public with a getter and a setter: write 'public … { get; set; }'");
        if (option.Named("Required") is true && option.Text("Default") is not null)
            Report(Rules.RequiredWithDefault, option, null, name);
        var typeName = property.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
        if (OptionType.Of(property.Type, contract) is not { } type)
            Report(Rules.NoOption, option, null, property.Name, $"is of the type {typeName}: use string, bool, a number, an enum, TimeSpan, DateTimeOffset, ByteSize, Uri, Guid, or an array or List of one of these");
        else if (!type.IsListOfTexts && Unnamed.FirstOrDefault(takes => option.Named(takes) is true) is { } takes)
            Report(Rules.NoOption, option, null, property.Name, $"has {takes} = true and is of the type {typeName}: make it a string[] or a List<string>");
        else if (Mistake(option, type) is { } mistake)
            Report(Rules.InvalidValue, option, null, name, mistake);
    }

    private static string? Mistake(AttributeData option, OptionType type)
    {
        var (min, max) = (option.Text("Min"), option.Text("Max"));
        if ((min ?? max) is not null && !type.HasOrder)
            return "has a Min or a Max, which only numbers, durations and sizes can have: leave it out";
        if ((Invalid("Min", min) ?? Invalid("Max", max)) is { } invalid)
            return invalid;
        var (lower, upper) = (min is null ? null : type.Parse(min), max is null ? null : type.Parse(max));
        if (lower is not null && upper is not null && lower.CompareTo(upper) > 0)
            return $"has the Min '{min}', which is above its Max '{max}': exchange them";
        foreach (var value in type.Values(option.Text("Default")))
            if (Invalid("Default", value) is { } reason)
                return reason;
            else if (type.Parse(value) is { } read && (lower?.CompareTo(read) > 0 || upper?.CompareTo(read) < 0))
                return $"has the Default '{value}', which is {(lower?.CompareTo(read) > 0 ? $"below its Min '{min}'" : $"above its Max '{max}'")}: change one of them";
        return null;

        string? Invalid(string what, string? text) =>
            text is null || type.Parse(text) is { } value && !(what != "Default" && value is double.NaN) ? null : $"has the {what} '{text}': write {type.Name}";
    }

    private void Report(DiagnosticDescriptor rule, AttributeData option, (string, string?)? fix, params object[] arguments) => report(rule.CreateDiagnostic(option.Place(property), fix, arguments));
}
