namespace Partime.Tool.Plugins;

/// <summary>The values from an option's <c>Min</c> to its <c>Max</c>.</summary>
internal sealed class OptionRange
{
    private readonly IComparable? least;
    private readonly IComparable? greatest;

    private OptionRange(IComparable? least, IComparable? greatest) => (this.least, this.greatest) = (least, greatest);

    /// <summary>Null for an option that takes whatever its type does.</summary>
    /// <param name="type">What the option, or one value of its list, is.</param>
    /// <exception cref="PartimeException">The plugin's author has written what is no range.</exception>
    public static OptionRange? Of(IPluginType plugin, OptionInfo option, Type type)
    {
        if (option is { Min: null, Max: null })
            return null;
        if (!OptionConversion.HasOrder(type))
            throw PluginOptions.Unusable(plugin, option, "has a Min or a Max, and only numbers, durations and sizes can have one");

        var range = new OptionRange(Bound("Min", option.Min), Bound("Max", option.Max));
        return range.least?.CompareTo(range.greatest ?? range.least) > 0
            ? throw PluginOptions.Unusable(plugin, option, $"has the Min {option.Min}, which is more than its Max {option.Max}")
            : range;

        IComparable? Bound(string name, string? text) =>
            text is null ? null
            : OptionConversion.Parse(text, type) is IComparable bound && !IsNotANumber(bound) ? bound
            : throw PluginOptions.Unusable(plugin, option, $"has the {name} '{text}', which is no value of the type {type.Name}");
    }

    public bool Has(object value) =>
        !IsNotANumber(value) && !(least?.CompareTo(value) > 0) && !(greatest?.CompareTo(value) < 0);

    /// <summary>Which compares as less than everything else.</summary>
    private static bool IsNotANumber(object value) => value is double.NaN or float.NaN;
}
