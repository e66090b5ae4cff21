using System.Text.RegularExpressions;

namespace Partime.Tool.Installation;

/// <summary>A plugin as users name it: <c>WordCount</c> or <c>WordCount@1.2.0</c>.</summary>
/// <param name="Version">Normalized; <see langword="null"/> if it does not matter which.</param>
internal sealed partial record PluginReference(string Id, string? Version)
{
    /// <summary>As long as NuGet allows them to be.</summary>
    private const int LongestId = 100;

    public static PluginReference Parse(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        var id = at < 0 ? text : text[..at];
        if (!IsId(id))
            throw new PartimeException($"'{text}' names no plugin: write an id such as WordCount, or an id and a version such as WordCount@1.2.0.");
        if (at < 0)
            return new PluginReference(id, null);
        return PluginVersion.Normalize(text[(at + 1)..]) is { } version
            ? new PluginReference(id, version)
            : throw new PartimeException($"'{text[(at + 1)..]}' in '{text}' is no version: write one such as {id}@1.2.0.");
    }

    /// <summary>Ids become names of folders, so nothing else may pass, nor the name of the store's own file.</summary>
    public static bool IsId(string text) => text.Length <= LongestId && IdForm().IsMatch(text) && !text.Equals("lock.json", StringComparison.OrdinalIgnoreCase);

    public override string ToString() => Version is null ? Id : $"{Id}@{Version}";

    [GeneratedRegex(@"^\w+([.-]\w+)*\z")]
    private static partial Regex IdForm();
}
