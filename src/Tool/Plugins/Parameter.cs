namespace Partime.Tool.Plugins;

/// <summary>An option in effect, as text for files and reports; the value of a secret one is not in it.</summary>
internal sealed record Parameter(string Name, string Text);
