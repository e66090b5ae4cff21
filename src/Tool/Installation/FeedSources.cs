using NuGet.Configuration;

namespace Partime.Tool.Installation;

/// <summary>The feeds to ask: those that the user names, or else the enabled ones of NuGet's settings for the current folder, as dotnet
/// reads them.</summary>
internal sealed class FeedSources
{
    private readonly PackageSourceMapping mapping;
    private readonly IReadOnlyList<PackageSource> configured;
    private readonly IReadOnlyList<string> named;

    private FeedSources(ISettings settings, IReadOnlyList<string> named)
    {
        mapping = PackageSourceMapping.GetPackageSourceMapping(settings);
        configured = [.. new PackageSourceProvider(settings).LoadPackageSources()];
        this.named = named;
    }

    /// <exception cref="PartimeException">NuGet's settings are wrong.</exception>
    public static FeedSources Read(IReadOnlyList<string> named, string folder)
    {
        try
        {
            return new FeedSources(Settings.LoadDefaultSettings(folder), named);
        }
        // The last two also come from NuGet's temporary folder, which it needs for reading.
        catch (Exception exception) when (exception is NuGetConfigurationException or IOException or UnauthorizedAccessException)
        {
            throw new PartimeException($"NuGet's settings cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>The feeds that may have this package.</summary>
    public IReadOnlyList<Feed> For(string id)
    {
        if (named.Count > 0)
            return All();
        var feeds = All();
        if (feeds.Count == 0)
            throw new PartimeException("NuGet's settings have no enabled feed: name a feed in the command, or enable one.");
        if (!mapping.IsEnabled)
            return feeds;

        // A mapping keeps strangers from publishing a package of the same name on another feed.
        var allowed = mapping.GetConfiguredPackageSources(id);
        var mapped = feeds.Where(feed => allowed.Contains(feed.Name, StringComparer.OrdinalIgnoreCase)).ToList();
        return mapped.Count > 0
            ? mapped
            : throw new PartimeException($"NuGet's settings map '{id}' to no enabled feed: add it to packageSourceMapping, or name a feed in the command.");
    }

    private List<Feed> All()
    {
        var sources = named.Count > 0 ? named.Select(Find) : configured.Where(source => source.IsEnabled);
        return [.. sources.Select(source => new Feed(source)).DistinctBy(feed => feed.Name)];
    }

    /// <summary>A feed of the settings has its credentials there, so the settings come first, also for a feed that they disable.</summary>
    private PackageSource Find(string text)
    {
        if (configured.FirstOrDefault(source => IsAt(source, text)) is { } there)
            return there;
        // An address is never looked up as a name: settings in the current folder could give that name to another feed.
        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
            return new PackageSource(text, Feed.WithoutSecrets(address)) { ProtocolVersion = ProtocolOf(address) };
        if (!Path.IsPathRooted(text) && configured.FirstOrDefault(source => source.Name.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } known)
            return known;
        if (Directory.Exists(text))
            return new PackageSource(Path.GetFullPath(text), Path.GetFullPath(text));
        throw new PartimeException($"The feed '{text}' is not an address, an existing folder or the name of a feed in NuGet's settings.{Nearest.Hint(text, configured.Select(source => source.Name))}");
    }

    private static bool IsAt(PackageSource source, string text) =>
        source.Source.TrimEnd('/') == text.TrimEnd('/')
        || source.IsHttp && source.TrySourceAsUri is { } address && Feed.WithoutSecrets(address).TrimEnd('/') == text.TrimEnd('/');

    /// <summary>NuGet's own rule, but also for an address that ends with a token.</summary>
    private static int ProtocolOf(Uri address) => address.AbsolutePath.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? 3 : 2;
}
