namespace Partime.Tool.Installation;

/// <summary>A package that a feed has.</summary>
/// <param name="Id">As the feed spells it.</param>
/// <param name="Version">Normalized.</param>
/// <param name="Source">The address of the feed, without credentials; the full path of a folder.</param>
internal sealed record FoundPackage(string Id, string Version, string Source);
