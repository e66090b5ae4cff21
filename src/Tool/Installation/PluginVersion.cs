using NuGet.Versioning;

namespace Partime.Tool.Installation;

/// <summary>Versions as NuGet orders and spells them.</summary>
internal static class PluginVersion
{
    public static readonly IComparer<string> Order = Comparer<string>.Create(
        (one, other) => NuGetVersion.Parse(one).CompareTo(NuGetVersion.Parse(other)));

    /// <summary>The version in its one spelling, without what stands behind a plus sign; <see langword="null"/> if it is none.</summary>
    public static string? Normalize(string text) => NuGetVersion.TryParse(text, out var version) ? version.ToNormalizedString() : null;

    public static bool IsNewer(string version, string than) => Order.Compare(version, than) > 0;
}
