namespace Partime.Tool.Plugins;

/// <summary>Which texts each option is to be set to.</summary>
internal static class OptionValues
{
    /// <summary>For each option of the workload, in order, what the user gave, else its default, else nothing.</summary>
    public static IReadOnlyList<string>[] Collect(WorkloadInfo info, IReadOnlyList<Setting> settings)
    {
        foreach (var setting in settings)
            RequireKnown(info, setting.Key);

        var values = new IReadOnlyList<string>[info.Options.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = ValuesOf(info.Options[i], settings);
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

    private static void RequireKnown(WorkloadInfo info, string key)
    {
        var names = info.Options.Select(option => option.Name).ToArray();
        if (names.Contains(key))
            return;

        throw new PartimeException(names.Length == 0
            ? $"The workload '{info.Name}' has no options, so --set {key}=… must go."
            : $"The workload '{info.Name}' has no option '{key}'.{Nearest.Hint(key, names)} Its options: {string.Join(", ", names)}.");
    }
}
