using System.Reflection;

namespace Partime.Tool.Plugins;

/// <summary>Sets the options of a constructed workload or executor, and reads the values in effect.</summary>
internal static class PluginOptions
{
    /// <param name="instance">The workload or the executor.</param>
    /// <param name="plugin">Its description.</param>
    /// <param name="values">For each option, in order, the texts to set it to.</param>
    public static void Set(object instance, IPluginType plugin, OptionTexts[] values)
    {
        HideSecrets(plugin, values);
        for (var i = 0; i < values.Length; i++)
        {
            var option = plugin.Options[i];
            var property = PropertyOf(instance, plugin, option);
            // Also of an option without a value, so that its author learns of an invalid range.
            var reader = ValueOf(plugin, option, property.PropertyType);
            if (values[i].Texts.Count > 0)
                Set(instance, plugin, option, property, reader.TryRead(values[i].Texts, out var value, out var invalid) ? value : throw Invalid(plugin, option, values[i], invalid), values[i].IsSet);
        }
    }

    /// <summary>Before code of the plugin, or a program of the user, can repeat them in a message.</summary>
    public static void HideSecrets(IPluginType plugin, OptionTexts[] values)
    {
        for (var i = 0; i < values.Length; i++)
            if (plugin.Options[i].Secret && values[i].IsSet)
                foreach (var text in values[i].Texts)
                    SecretValues.Add(text, Secrets.IsNameOfOne);
    }

    /// <exception cref="PartimeException">The plugin's author has written an invalid range.</exception>
    public static OptionValue ValueOf(IPluginType plugin, OptionInfo option, Type type) =>
        new(type, OptionRange.Of(type, option.Min, option.Max, reason => Unusable(plugin, option, reason)));

    /// <summary>Called when all options are set, because setting one may change another.</summary>
    public static IReadOnlyList<Parameter> Read(object instance, IPluginType plugin)
    {
        var parameters = new List<Parameter>(plugin.Options.Count);
        foreach (var option in plugin.Options)
            if (option.Others)
                parameters.AddRange(OthersOf(ValueOf(instance, plugin, option)));
            else
                parameters.Add(new Parameter(option.Name, Text(option, ValueOf(instance, plugin, option))));
        return parameters;
    }

    /// <summary>An error that the plugin's author must correct.</summary>
    public static PartimeException Unusable(IPluginType plugin, OptionInfo option, string reason) =>
        new($"The property {option.PropertyName} behind the option '{option.Name}' of '{plugin.Name}' in {plugin.AssemblyPath} {reason}.");

    private static PartimeException Invalid(IPluginType plugin, OptionInfo option, OptionTexts texts, string? invalid) => new(
        invalid is null ? $"The option '{option.Name}' takes one value and is set {texts.Texts.Count} times: keep one of the settings."
        : texts.IsSet ? $"The value '{option.Shown(invalid)}' is not valid for the option '{option.Name}' of '{plugin.Name}', which takes {option.TakesOne}."
        : $"The default '{option.Shown(invalid)}' of the option '{option.Name}' is not valid, because the option takes {option.TakesOne}: "
            + $"correct it in the {plugin.Kind} '{plugin.Name}' in {plugin.AssemblyPath}, or add the setting {plugin.KeyOf(option.Name)}=….");

    private static PropertyInfo PropertyOf(object instance, IPluginType plugin, OptionInfo option)
    {
        var property = instance.GetType().GetProperty(option.PropertyName);
        if (property is not { GetMethod.IsPublic: true, SetMethod.IsPublic: true })
            throw Unusable(plugin, option, "is not public with a getter and a setter");
        if ((option.Rest || option.Others) && !(OptionConversion.IsList(property.PropertyType) && OptionConversion.TypeOfOne(property.PropertyType) == typeof(string)))
            throw Unusable(plugin, option, $"is of the type {property.PropertyType.Name}, and takes {option.Takes}: make it a string[] or a List<string>");
        return OptionConversion.Supports(property.PropertyType)
            ? property
            : throw Unusable(plugin, option, $"is of the type {property.PropertyType.Name}, which cannot be an option");
    }

    private static void Set(object instance, IPluginType plugin, OptionInfo option, PropertyInfo property, object value, bool isSet)
    {
        try
        {
            property.SetMethod!.Invoke(instance, BindingFlags.DoNotWrapExceptions, null, [value], null);
        }
        // A plugin's code may throw anything.
        catch (Exception e)
        {
            throw new PartimeException($"The {plugin.Kind} refuses {(isSet ? "the value" : "its default")} '{option.Shown(OptionConversion.Format(value))}' for its option '{option.Name}': {FaultPlace.Of(e)}", e) { Stack = FaultPlace.StackOf(e) };
        }
    }

    private static string Text(OptionInfo option, object? value) => option.Shown(option.Rest ? ShellWords.Join((IEnumerable<string>?)value ?? []) : OptionConversion.Format(value));

    /// <summary>Settings that the workload does not declare, so a name tells what is secret.</summary>
    private static IEnumerable<Parameter> OthersOf(object? value) =>
        from text in (IEnumerable<string>?)value ?? []
        let setting = Setting.Parse(text)
        select new Parameter(setting.Key, Secrets.IsNameOfOne(setting.Key) ? Secrets.Hidden : Secrets.HideIn(setting.Value));

    private static object? ValueOf(object instance, IPluginType plugin, OptionInfo option)
    {
        var getter = PropertyOf(instance, plugin, option).GetMethod!;
        try
        {
            return getter.Invoke(instance, BindingFlags.DoNotWrapExceptions, null, null, null);
        }
        // A plugin's code may throw anything.
        catch (Exception e)
        {
            throw new PartimeException($"The {plugin.Kind} fails to return the value of its option '{option.Name}': {FaultPlace.Of(e)}", e) { Stack = FaultPlace.StackOf(e) };
        }
    }
}

/// <summary>Words as a shell reads them back.</summary>
internal static class ShellWords
{
    public static string Join(IEnumerable<string> words) => string.Join(' ', words.Select(word => Quote(Secrets.HideIn(word))));

    private static string Quote(string word) =>
        word.Length > 0 && word.All(letter => char.IsAsciiLetterOrDigit(letter) || "-_./:=@%+,".Contains(letter, StringComparison.Ordinal)) ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}

/// <summary>An option with the value in effect, as text for files and reports; a secret value is hidden.</summary>
internal sealed record Parameter(string Name, string Text);
