using System.Reflection;

namespace Partime.Tool.Plugins;

/// <summary>Sets the options of a constructed workload and reads back what is in effect.</summary>
internal static class WorkloadOptions
{
    /// <param name="values">For each option, in order, the texts it is to be set to.</param>
    public static IReadOnlyList<Parameter> Apply(IWorkload workload, WorkloadInfo info, IReadOnlyList<string>[] values)
    {
        var properties = new PropertyInfo[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var option = info.Options[i];
            properties[i] = PropertyOf(workload, info, option);
            if (values[i].Count > 0)
                Set(workload, properties[i], option, Value(info, option, properties[i].PropertyType, values[i]));
        }

        // Read only now, as setting one option may change another.
        var parameters = new Parameter[values.Length];
        for (var i = 0; i < values.Length; i++)
            parameters[i] = new Parameter(info.Options[i].Name, Text(workload, properties[i], info.Options[i]));
        return parameters;
    }

    private static PropertyInfo PropertyOf(IWorkload workload, WorkloadInfo info, OptionInfo option)
    {
        var property = workload.GetType().GetProperty(option.PropertyName);
        if (property is not { GetMethod.IsPublic: true, SetMethod.IsPublic: true })
            throw Unusable("is not public with a getter and a setter");
        return OptionConversion.Supports(property.PropertyType)
            ? property
            : throw Unusable($"is of the type {property.PropertyType.Name}, which cannot be an option");

        PartimeException Unusable(string reason) =>
            new($"The property {option.PropertyName} behind the option '{option.Name}' of '{info.Name}' in {info.AssemblyPath} {reason}.");
    }

    private static object Value(WorkloadInfo info, OptionInfo option, Type type, IReadOnlyList<string> texts)
    {
        if (type == typeof(string[]))
            return texts.ToArray();
        if (texts.Count > 1)
            throw new PartimeException($"The option '{option.Name}' is set {texts.Count} times and takes one value: keep one --set {option.Name}=….");
        return OptionConversion.Parse(texts[0], type)
            ?? throw new PartimeException($"'{Shown(option, texts[0])}' is no value for the option '{option.Name}' of '{info.Name}', which takes {Expected(option)}.");
    }

    private static void Set(IWorkload workload, PropertyInfo property, OptionInfo option, object value)
    {
        try
        {
            property.SetMethod!.Invoke(workload, BindingFlags.DoNotWrapExceptions, null, [value], null);
        }
        // It is the plugin's code, which may throw anything.
        catch (Exception e)
        {
            throw new PartimeException($"The workload refuses '{Shown(option, OptionConversion.Format(value))}' for its option '{option.Name}': {e.Message}", e);
        }
    }

    private static string Text(IWorkload workload, PropertyInfo property, OptionInfo option)
    {
        try
        {
            return Shown(option, OptionConversion.Format(property.GetMethod!.Invoke(workload, BindingFlags.DoNotWrapExceptions, null, null, null)));
        }
        // It is the plugin's code, which may throw anything.
        catch (Exception e)
        {
            throw new PartimeException($"The workload does not tell the value of its option '{option.Name}': {e.Message}", e);
        }
    }

    /// <summary>A secret shows that it is set, and nothing more.</summary>
    private static string Shown(OptionInfo option, string text) => option.Secret && text.Length > 0 ? "***" : text;

    private static string Expected(OptionInfo option) => option.Type switch
    {
        "duration" => $"a duration such as {Duration.Examples}",
        var type when type.Contains("number") => $"a {type}",
        var type => type,
    };
}
