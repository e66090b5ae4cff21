using System.Text.RegularExpressions;

namespace Partime.Tool.Plugins;

/// <summary>Names become arguments, list items and CSV columns, so they must be fit for all of them.</summary>
internal static partial class PluginNames
{
    /// <summary>What <c>--executor all</c> stands for cannot be an executor as well.</summary>
    private const string Reserved = "all";

    public static string Checked(string kind, string name, string path) =>
        Fit().IsMatch(name) && name != Reserved
            ? name
            : throw new PartimeException($"The {kind} '{name}' in {path} needs another name: lower-case letters and digits, joined by single hyphens or underscores, and not '{Reserved}'.");

    /// <summary>Refuses two that would become the same column.</summary>
    public static void RequireDistinct(string kind, IEnumerable<string> names, string path)
    {
        var seen = new HashSet<string>();
        foreach (var name in names)
            if (!seen.Add(name.Replace('-', '_')))
                throw new PartimeException($"Two {kind}s of a class in {path} are named '{name}': rename one.");
    }

    [GeneratedRegex(@"^[a-z0-9]+([-_][a-z0-9]+)*\z")]
    private static partial Regex Fit();
}
