namespace Partime;

/// <summary>Makes a public settable property an option: of a workload, <c>--set name=value</c>, or of an executor,
/// <c>--executor-set executor.name=value</c>.</summary>
/// <remarks>
/// <para>The property's type is <see cref="string"/>, <see cref="bool"/>, a number, an enum, a <see cref="TimeSpan"/>
/// (<c>500ms</c>, <c>5s</c>, <c>2m</c>, <c>1h</c>, <c>7d</c>), a <see cref="ByteSize"/> (<c>64KiB</c>, <c>10MB</c>), or one of these that
/// can be <see langword="null"/> for not being set.</para>
/// <para>An array of one of these is a list: the setting is repeated, <c>--set size=1KiB --set size=1MiB</c>, or has several values,
/// <c>--set size=1KiB,1MiB</c>. The latter is not for an array of <see cref="string"/>, whose texts may have commas in them.</para>
/// </remarks>
/// <param name="name">What users type: lower case, words joined by hyphens or underscores.</param>
/// <param name="description">One sentence for <c>describe</c>, which shows the type, the default and the range beside it.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OptionAttribute(string name, string description) : Attribute
{
    /// <summary>What users type.</summary>
    public string Name { get; } = name;

    /// <summary>One sentence for <c>describe</c>.</summary>
    public string Description { get; } = description;

    /// <summary>The value that partime sets when the user sets none, written as the user would. Without it the property keeps
    /// what the constructor gave it, and <c>describe</c> cannot show it. That of an array of <see cref="string"/> is one text, commas
    /// and all.</summary>
    public string? Default { get; init; }

    /// <summary>Whether the user has to set it: a run without it is refused. Such an option has no <see cref="Default"/>. Default:
    /// <see langword="false"/>.</summary>
    public bool Required { get; init; }

    /// <summary>The least value allowed, written as the user would: <c>1</c>, <c>0.5</c>, <c>10ms</c>, <c>4KiB</c>. For numbers,
    /// durations and sizes; in a list it is about each value. Checked before the first measurement.</summary>
    public string? Min { get; init; }

    /// <summary>The greatest value allowed, in the same way as <see cref="Min"/>.</summary>
    public string? Max { get; init; }

    /// <summary>Whether the value must stay out of files and reports, as a password must. Default: <see langword="false"/>.</summary>
    public bool Secret { get; init; }
}
