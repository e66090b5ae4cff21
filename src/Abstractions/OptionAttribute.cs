namespace Partime;

/// <summary>Makes a public settable property of a workload an option: <c>--set name=value</c>.</summary>
/// <remarks>The property's type is <see cref="string"/>, <see cref="bool"/>, a number, an enum, a <see cref="TimeSpan"/>
/// (<c>500ms</c>, <c>5s</c>, <c>2m</c>), or an array of <see cref="string"/> that collects repeated settings.</remarks>
/// <param name="name">What users type: lower case, words joined by hyphens.</param>
/// <param name="description">One sentence for <c>describe</c>, with the unit and the range.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OptionAttribute(string name, string description) : Attribute
{
    /// <summary>What users type.</summary>
    public string Name { get; } = name;

    /// <summary>One sentence for <c>describe</c>.</summary>
    public string Description { get; } = description;

    /// <summary>The value that partime sets when the user sets none, written as the user would. Without it the property keeps
    /// what the constructor gave it, and <c>describe</c> cannot show it.</summary>
    public string? Default { get; init; }

    /// <summary>Whether the value must stay out of files and reports, as a password must. Default: <see langword="false"/>.</summary>
    public bool Secret { get; init; }
}
