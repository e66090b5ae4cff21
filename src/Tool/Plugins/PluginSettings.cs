namespace Partime.Tool.Plugins;

/// <summary>A value that the user gives an option: <c>key=value</c>.</summary>
internal sealed record Setting(string Key, string Value)
{
    /// <summary>Splits at the first <c>=</c>: values may contain more of them.</summary>
    public static Setting Parse(string text)
    {
        var equals = text.IndexOf('=');
        return equals > 0
            ? new Setting(text[..equals].Trim(), text[(equals + 1)..])
            : throw new PartimeException($"'{text}' is not a setting: write key=value.");
    }
}

/// <summary>A value that the user gives an option of an executor: <c>executor.key=value</c>.</summary>
internal sealed record ExecutorSetting(string Executor, Setting Setting)
{
    /// <summary>Splits at the first <c>.</c>, which names of executors never contain.</summary>
    public static ExecutorSetting Parse(string text)
    {
        var equals = text.IndexOf('=');
        var dot = text.IndexOf('.');
        return dot > 0 && equals > dot + 1
            ? new ExecutorSetting(text[..dot].Trim(), Setting.Parse(text[(dot + 1)..]))
            : throw new PartimeException($"'{text}' is not a setting of an executor: write executor.key=value, such as threads.stack-size=64MiB.");
    }
}

/// <summary>The texts that an option is set to.</summary>
/// <param name="Texts">One, or several for a list, or none.</param>
/// <param name="IsSet">By the user; otherwise it is its default.</param>
internal sealed record OptionTexts(IReadOnlyList<string> Texts, bool IsSet);

/// <summary>Combines the user's settings with the options' defaults.</summary>
internal static class PluginSettings
{
    /// <summary>For each option, in order, the user's texts, or else its default, or else nothing. Finds misspelt and missing settings
    /// without running the plugin's code.</summary>
    public static OptionTexts[] Resolve(IPluginType plugin, IReadOnlyList<Setting> settings)
    {
        foreach (var setting in settings)
            if (!plugin.TakesOther(setting.Key))
                RequireKnown(plugin, setting.Key);

        var values = new OptionTexts[plugin.Options.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = TextsOf(plugin, plugin.Options[i], settings);
        RequireAll(plugin, values);
        return values;
    }

    private static OptionTexts TextsOf(IPluginType plugin, OptionInfo option, IReadOnlyList<Setting> settings)
    {
        var texts = new List<string>();
        foreach (var setting in settings)
            if (setting.Key == option.Name && !option.Others)
                texts.Add(setting.Value);
            else if (option.Others && plugin.TakesOther(setting.Key))
                texts.Add(texts.TrueForAll(text => !text.StartsWith($"{setting.Key}=", StringComparison.Ordinal)) ? $"{setting.Key}={setting.Value}"
                    : throw new PartimeException($"The name '{setting.Key}' is set twice: keep one of the settings."));
        return texts.Count == 0 && option.Default is { } value ? new([value], false) : new(texts, true);
    }

    private static void RequireKnown(IPluginType plugin, string key)
    {
        var names = plugin.Options.Select(option => option.Name).ToArray();
        if (names.Contains(key))
            return;

        throw new PartimeException(names.Length == 0
            ? $"The {plugin.Kind} '{plugin.Name}' has no options: leave out the setting '{plugin.KeyOf(key)}'."
            : $"The {plugin.Kind} '{plugin.Name}' has no option '{key}'.{Nearest.Hint(key, names)} Its options: {string.Join(", ", names)}."
                + (plugin.Options.Any(option => option.Others) ? " Other names are written in lower-case letters and digits, joined by single hyphens or underscores, and differ from these." : ""));
    }

    private static void RequireAll(IPluginType plugin, OptionTexts[] values)
    {
        if (plugin.Options.FirstOrDefault(option => option is { Required: true, Default: not null }) is { } contradictory)
            throw PluginOptions.Unusable(plugin, contradictory, "is required and has a default: leave one of them out");
        if (plugin.Options.Where((option, i) => option is { Required: true, Rest: true } && values[i].Texts.Count == 0).Any())
            throw new PartimeException($"The {plugin.Kind} '{plugin.Name}' requires words after '--': end the command line with '--' and these words.");
        var missing = plugin.Options.Where((option, i) => option.Required && values[i].Texts.Count == 0).Select(option => option.Name).ToList();
        if (missing.Count == 0)
            return;

        var options = missing.Count == 1 ? $"option '{missing[0]}'" : $"options '{string.Join("' and '", missing)}'";
        var settings = string.Join(" and ", missing.Select(name => $"{plugin.KeyOf(name)}=…"));
        throw new PartimeException($"The {plugin.Kind} '{plugin.Name}' requires its {options}: add the setting{(missing.Count > 1 ? "s" : "")} {settings}.") { Lacks = plugin is WorkloadInfo ? Argument.Setting : Argument.ExecutorSetting };
    }
}
