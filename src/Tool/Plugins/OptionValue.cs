namespace Partime.Tool.Plugins;

/// <summary>Makes the value of an option out of the texts it is set to.</summary>
/// <param name="plugin">Whose option.</param>
/// <param name="option">Which.</param>
/// <param name="type">The type of its property.</param>
internal sealed class OptionValue(IPluginType plugin, OptionInfo option, Type type)
{
    private readonly Type typeOfOne = OptionConversion.TypeOfOne(type);

    // Also for an option that nobody sets, as the plugin's author has to hear of a range that is none.
    private readonly OptionRange? range = OptionRange.Of(plugin, option, OptionConversion.TypeOfOne(type));

    public object Of(IReadOnlyList<string> texts)
    {
        if (type.IsSZArray)
            return List(texts);
        return texts.Count == 1
            ? One(texts[0])
            : throw new PartimeException($"The option '{option.Name}' is set {texts.Count} times and takes one value: keep one {plugin.SettingOf(option.Name)}….");
    }

    private Array List(IReadOnlyList<string> texts)
    {
        var values = new List<object>();
        foreach (var text in texts)
            // Text may have commas of its own.
            foreach (var part in typeOfOne == typeof(string) ? [text] : text.Split(',', StringSplitOptions.TrimEntries))
                values.Add(One(part));

        var list = Array.CreateInstance(typeOfOne, values.Count);
        for (var i = 0; i < values.Count; i++)
            list.SetValue(values[i], i);
        return list;
    }

    private object One(string text) => OptionConversion.Parse(text, typeOfOne) is { } value && range?.Has(value) != false
        ? value
        : throw new PartimeException($"'{option.Shown(text)}' is no value for the option '{option.Name}' of '{plugin.Name}', which takes {option.TakesOne}.");
}
