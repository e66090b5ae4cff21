using NuGet.Configuration;

namespace Partime.Tool.Installation;

/// <summary>The feeds to ask: those that the user names, or else those of NuGet's settings for the current folder, as dotnet reads
/// them, without the disabled ones.</summary>
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
        // The latter for NuGet's own temporary folder as well, which reading takes.
        catch (Exception exception) when (exception is NuGetConfigurationException or IOException or UnauthorizedAccessException)
        {
            throw new PartimeException($"NuGet's settings cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>Those that may be asked for this package.</summary>
    public IReadOnlyList<Feed> For(string id)
    {
        if (named.Count > 0)
            return All();
        var feeds = All();
        if (feeds.Count == 0)
            throw new PartimeException("NuGet's settings name no feed that is enabled: name one with --source.");
        if (!mapping.IsEnabled)
            return feeds;

        // Whoever maps packages to feeds does not want their names to be taken by somebody on another feed.
        var allowed = mapping.GetConfiguredPackageSources(id);
        var mapped = feeds.Where(feed => allowed.Contains(feed.Name, StringComparer.OrdinalIgnoreCase)).ToList();
        return mapped.Count > 0
            ? mapped
            : throw new PartimeException($"NuGet's settings map '{id}' to no feed that is enabled: add it to packageSourceMapping, or name a feed with --source.");
    }

    /// <summary>The feed with this <see cref="Feed.Address"/>.</summary>
    public Feed At(string address) =>
        All().FirstOrDefault(feed => feed.Address == address) ?? throw new PartimeException($"There is no feed '{address}' any more among those that NuGet's settings or --source name.");

    private List<Feed> All()
    {
        var sources = named.Count > 0 ? named.Select(Find) : configured.Where(source => source.IsEnabled);
        return [.. sources.Select(source => new Feed(source)).DistinctBy(feed => feed.Name)];
    }

    /// <summary>One that is in the settings has its credentials there, and is named there on purpose, if only to be disabled.</summary>
    private PackageSource Find(string text)
    {
        if (configured.FirstOrDefault(source => IsAt(source, text)) is { } there)
            return there;
        // An address is never a name: settings in the current folder could give that name to another feed.
        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
            return new PackageSource(text, FeedAddress.WithoutSecrets(address)) { ProtocolVersion = ProtocolOf(address) };
        if (!Path.IsPathRooted(text) && configured.FirstOrDefault(source => source.Name.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } known)
            return known;
        if (Directory.Exists(text))
            return new PackageSource(Path.GetFullPath(text), Path.GetFullPath(text));
        throw new PartimeException($"--source '{text}' is neither an address nor a folder that exists, nor a feed of NuGet's settings.{Nearest.Hint(text, configured.Select(source => source.Name))}");
    }

    private static bool IsAt(PackageSource source, string text) =>
        source.Source.TrimEnd('/') == text.TrimEnd('/')
        || source.IsHttp && source.TrySourceAsUri is { } address && FeedAddress.WithoutSecrets(address).TrimEnd('/') == text.TrimEnd('/');

    /// <summary>As NuGet tells them apart, but also if a token follows.</summary>
    private static int ProtocolOf(Uri address) => address.AbsolutePath.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? 3 : 2;
}
