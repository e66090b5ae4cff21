using System.Text.RegularExpressions;
using NuGet.Versioning;

namespace Partime.Tool.Installation;

/// <summary>A plugin as users name it: <c>WordCount</c> or <c>WordCount@1.2.0</c>.</summary>
/// <param name="Version">Normalized; <see langword="null"/> for any version.</param>
internal sealed partial record PluginReference(string Id, string? Version)
{
    /// <summary>NuGet's limit.</summary>
    private const int MaxIdLength = 100;

    public static PluginReference Parse(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        var id = at < 0 ? text : text[..at];
        if (!IsId(id))
            throw new PartimeException($"'{text}' is not the name of a plugin: write an id such as WordCount, or an id and a version such as WordCount@1.2.0.");
        if (at < 0)
            return new PluginReference(id, null);
        return PluginVersion.Normalize(text[(at + 1)..]) is { } version
            ? new PluginReference(id, version)
            : throw new PartimeException($"'{text[(at + 1)..]}' in '{text}' is not a version: write one such as {id}@1.2.0.");
    }

    /// <summary>Ids become names of folders, beside the store's own file.</summary>
    public static bool IsId(string text) => text.Length <= MaxIdLength && IdForm().IsMatch(text) && !text.Equals("lock.json", StringComparison.OrdinalIgnoreCase);

    public override string ToString() => Version is null ? Id : $"{Id}@{Version}";

    [GeneratedRegex(@"^\w+([.-]\w+)*\z")]
    private static partial Regex IdForm();
}

/// <summary>Versions as NuGet orders and spells them.</summary>
internal static class PluginVersion
{
    public static readonly IComparer<string> Order = Comparer<string>.Create(
        (one, other) => NuGetVersion.Parse(one).CompareTo(NuGetVersion.Parse(other)));

    /// <summary>The version in its one spelling, without its build metadata; <see langword="null"/> if the text is not a version.</summary>
    public static string? Normalize(string text) => NuGetVersion.TryParse(text, out var version) ? version.ToNormalizedString() : null;

    public static bool IsNewer(string version, string than) => Order.Compare(version, than) > 0;
}
