using NuGet.Packaging;
using NuGet.Versioning;

namespace Partime.Tool.Installation;

/// <summary>Where packages come from: the named sources, or else the feeds that NuGet's settings name, as dotnet reads them.</summary>
/// <param name="sources">Addresses, folders or names of configured feeds; none for all configured ones.</param>
internal sealed class PluginFeeds(IReadOnlyList<string> sources)
{
    /// <summary>NuGet's settings are those in this folder, in those above it, and the user's and the machine's.</summary>
    public string Folder { get; init; } = Environment.CurrentDirectory;

    /// <summary>The newest stable version, or the one asked for. If one of several feeds fails, all do: what is newest would depend
    /// on it.</summary>
    public async Task<FoundPackage> FindAsync(string id, string? version, CancellationToken cancellationToken)
    {
        if (!PackageIdValidator.IsValidPackageId(id))
            throw new PartimeException($"'{id}' cannot be the id of a package: letters, digits and underscores, joined by single dots or hyphens.");
        var wanted = version is null ? null : ParseVersion(id, version);
        var feeds = FeedSources.Read(sources, Folder).For(id);
        var found = await Task.WhenAll(feeds.Select(feed => feed.FindAsync(id, cancellationToken)));
        var offers = found.SelectMany(offer => offer).OrderByDescending(offer => offer.Version).ToList();
        if (offers.Count == 0)
            throw new PartimeException($"There is no package '{id}' on {FeedNames(feeds)}.{Nearest.Hint(id, await ListAsync(feeds, cancellationToken))}");
        return (wanted is null ? Newest(offers) : Exactly(wanted, offers)).Package;
    }

    /// <summary>Writes the package into a new file. What a failure leaves there is the caller's to delete.</summary>
    public async Task DownloadAsync(FoundPackage package, string file, CancellationToken cancellationToken)
    {
        var feed = FeedSources.Read(sources, Folder).At(package.Source);
        using var destination = new DownloadFile(file);
        await feed.DownloadAsync(package.Id, package.Version, destination, cancellationToken);
    }

    private static async Task<IEnumerable<string>> ListAsync(IReadOnlyList<Feed> feeds, CancellationToken cancellationToken)
    {
        try
        {
            var plugins = await Task.WhenAll(feeds.Select(feed => feed.ListAsync(cancellationToken)));
            return plugins.SelectMany(ids => ids);
        }
        catch (PartimeException)
        {
            // Feeds need not be searchable, and what is wrong is known without a guess at what was meant.
            return [];
        }
    }

    private static NuGetVersion ParseVersion(string id, string version) =>
        NuGetVersion.TryParse(version, out var parsed)
            ? parsed
            : throw new PartimeException($"'{version}' is no version of {id}: a version is like 1.2.3 or 1.2.3-beta.1.");

    private static Offer Newest(List<Offer> offers)
    {
        var listed = offers.FindAll(offer => offer.IsListed);
        if (listed.Find(offer => !offer.Version.IsPrerelease) is { } newest)
            return newest;
        throw new PartimeException(listed.Count > 0
            ? $"There are only previews of {offers[0].Id}: to install the newest, name it as {offers[0].Id}@{listed[0].Version.ToNormalizedString()}."
            : $"The author of {offers[0].Id} has taken all its versions back; to install one all the same, name it as {offers[0].Id}@{offers[0].Version.ToNormalizedString()}.");
    }

    private static Offer Exactly(NuGetVersion wanted, List<Offer> offers)
    {
        if (offers.Find(offer => offer.Version == wanted) is { } exact)
            return exact;
        // The neighbours of what was asked for, and the newest: it is one of them that was meant.
        var near = new[] { offers[0], offers.FindLast(offer => offer.Version > wanted), offers.Find(offer => offer.Version < wanted) };
        var versions = near.OfType<Offer>().Select(offer => offer.Version.ToNormalizedString()).Distinct().Reverse();
        throw new PartimeException($"There is no version {wanted.ToNormalizedString()} of {offers[0].Id}; there is {string.Join(", ", versions)}{(offers.Count > 3 ? " and others" : "")}.");
    }

    private static string FeedNames(IReadOnlyList<Feed> feeds) => feeds.Count == 1
        ? $"the feed '{feeds[0].Name}'"
        : $"the feeds {string.Join(", ", feeds.Select(feed => $"'{feed.Name}'"))}";
}
