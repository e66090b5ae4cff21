using System.Reflection;
using Partime.Tool.Plugins;

namespace Partime.Testing;

/// <summary>Sets the options that a test has not set to their <see cref="OptionAttribute.Default"/>, as partime does for a user.</summary>
internal static class OptionDefaults
{
    /// <param name="plugin">A workload or an executor.</param>
    /// <exception cref="ArgumentException">A default or a range is not valid.</exception>
    public static void Set(object plugin)
    {
        object? untouched = null;
        foreach (var property in plugin.GetType().GetProperties())
            if (property is { GetMethod.IsPublic: true, SetMethod.IsPublic: true }
                && property.GetCustomAttribute<OptionAttribute>() is { Default: { } text } option
                && OptionConversion.Supports(property.PropertyType))
            {
                var (present, value) = (Shown(property, plugin), DefaultOf(property, option, text));
                if (present != OptionConversion.Format(value) && (untouched ??= Construct(plugin.GetType())) is { } initial && present == Shown(property, initial))
                    property.SetMethod.Invoke(plugin, BindingFlags.DoNotWrapExceptions, null, [value], null);
            }
    }

    private static object DefaultOf(PropertyInfo property, OptionAttribute option, string text)
    {
        Exception Unusable(string reason) => new ArgumentException($"The option '{option.Name}' of {property.ReflectedType!.Name} {reason}: correct it in its [Option].");
        var value = new OptionValue(property.PropertyType, OptionRange.Of(property.PropertyType, option.Min, option.Max, Unusable));
        return value.Of([text], out var invalid) ?? throw Unusable($"has the Default '{invalid}', which is not valid");
    }

    /// <summary>As the test has constructed it. Null for a class that partime cannot construct either.</summary>
    private static object? Construct(Type type) => type.GetConstructor([])?.Invoke(BindingFlags.DoNotWrapExceptions, null, null, null);

    /// <summary>Lists are compared by their values.</summary>
    private static string Shown(PropertyInfo property, object plugin) =>
        OptionConversion.Format(property.GetMethod!.Invoke(plugin, BindingFlags.DoNotWrapExceptions, null, null, null));
}
