namespace Partime.Tool.Installation;

/// <summary>Where an installed plugin came from.</summary>
/// <param name="Kind">What the place is.</param>
/// <param name="Place">The feed, without credentials, or the path.</param>
/// <param name="PackageSha512">The SHA-512 of the package in base64; empty if it came from a folder.</param>
internal sealed record PluginOrigin(PluginOriginKind Kind, string Place, string PackageSha512);

internal enum PluginOriginKind
{
    Feed,
    File,
    Folder,
}
