namespace Partime.Tool.Plugins;

/// <summary>Which texts each option is to be set to.</summary>
internal static class OptionValues
{
    /// <summary>For each option, in order, what the user gave, else its default, else nothing. None of the plugin's code runs: a
    /// misspelt key or a missing one needs none to be found.</summary>
    public static IReadOnlyList<string>[] Collect(IPluginType plugin, IReadOnlyList<Setting> settings)
    {
        foreach (var setting in settings)
            RequireKnown(plugin, setting.Key);

        var values = new IReadOnlyList<string>[plugin.Options.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = ValuesOf(plugin.Options[i], settings);
        RequireAll(plugin, values);
        return values;
    }

    private static List<string> ValuesOf(OptionInfo option, IReadOnlyList<Setting> settings)
    {
        var values = new List<string>();
        foreach (var setting in settings)
            if (setting.Key == option.Name)
                values.Add(setting.Value);
        if (values.Count == 0 && option.Default is { } unset)
            values.Add(unset);
        return values;
    }

    private static void RequireKnown(IPluginType plugin, string key)
    {
        var names = plugin.Options.Select(option => option.Name).ToArray();
        if (names.Contains(key))
            return;

        throw new PartimeException(names.Length == 0
            ? $"The {plugin.Kind} '{plugin.Name}' has no options, so {plugin.SettingOf(key)}… must go."
            : $"The {plugin.Kind} '{plugin.Name}' has no option '{key}'.{Nearest.Hint(key, names)} Its options: {string.Join(", ", names)}.");
    }

    private static void RequireAll(IPluginType plugin, IReadOnlyList<string>[] values)
    {
        if (plugin.Options.FirstOrDefault(option => option is { Required: true, Default: not null }) is { } contradictory)
            throw PluginOptions.Unusable(plugin, contradictory, "is required and has a default: leave one of them out");
        var missing = plugin.Options.Where((option, i) => option.Required && values[i].Count == 0).Select(option => option.Name).ToList();
        if (missing.Count == 0)
            return;

        var options = missing.Count == 1 ? $"option '{missing[0]}'" : $"options '{string.Join("' and '", missing)}'";
        var settings = string.Join(' ', missing.Select(name => $"{plugin.SettingOf(name)}…"));
        throw new PartimeException($"The {plugin.Kind} '{plugin.Name}' has to be told its {options}: add {settings} to the command.");
    }
}
