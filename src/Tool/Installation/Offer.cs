using NuGet.Versioning;

namespace Partime.Tool.Installation;

/// <summary>A version of a package that a feed has.</summary>
/// <param name="Feed">Which feed.</param>
/// <param name="Id">As the feed spells it.</param>
/// <param name="Version">Which version.</param>
/// <param name="IsListed">Whether it is shown to whoever does not ask for it; authors take versions back that way.</param>
internal sealed record Offer(Feed Feed, string Id, NuGetVersion Version, bool IsListed)
{
    public FoundPackage Package => new(Id, Version.ToNormalizedString(), Feed.Address);
}
