namespace Partime.Tool.Plugins;

/// <summary>What one <c>--set key=value</c> says.</summary>
internal sealed record Setting(string Key, string Value)
{
    /// <summary>Splits at the first '=', so that values may contain more of them.</summary>
    public static Setting Parse(string text)
    {
        var equals = text.IndexOf('=');
        return equals > 0
            ? new Setting(text[..equals].Trim(), text[(equals + 1)..])
            : throw new PartimeException($"'--set {text}' is no setting: write --set key=value.");
    }
}
