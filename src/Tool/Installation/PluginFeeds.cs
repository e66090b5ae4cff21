using NuGet.Common;
using NuGet.Packaging;
using NuGet.Versioning;

namespace Partime.Tool.Installation;

/// <summary>Finds packages: on the named feeds, or else on those of NuGet's settings, as dotnet reads them.</summary>
/// <param name="sources">Addresses, folders or names of configured feeds; none for all configured ones.</param>
internal sealed class PluginFeeds(IReadOnlyList<string> sources)
{
    /// <summary>NuGet's settings are those in this folder and the folders above it, the user's and the machine's.</summary>
    public string Folder { get; init; } = Environment.CurrentDirectory;

    /// <summary>The newest stable version, or the given one. Fails if one of several feeds fails, because that feed might have the newest
    /// version.</summary>
    public async Task<FoundPackage> FindAsync(string id, string? version, CancellationToken cancellationToken)
    {
        var packages = await AllAsync(id, cancellationToken);
        return version is null ? Newest(packages) : Exactly(ParseVersion(id, version), packages);
    }

    /// <summary>The newest stable version; while there is none, the newest preview for a plugin that is one.</summary>
    public async Task<FoundPackage> FindNewerAsync(string id, string installed, CancellationToken cancellationToken)
    {
        var packages = await AllAsync(id, cancellationToken);
        var listed = packages.FindAll(package => package.IsListed);
        return ParseVersion(id, installed).IsPrerelease && listed.Count > 0 && listed.TrueForAll(package => package.Release.IsPrerelease) ? listed[0] : Newest(packages);
    }

    /// <summary>All versions, the newest first.</summary>
    private async Task<List<FoundPackage>> AllAsync(string id, CancellationToken cancellationToken)
    {
        if (!PackageIdValidator.IsValidPackageId(id))
            throw new PartimeException($"'{id}' is not valid as the id of a package: an id has letters, digits and underscores, joined by single dots or hyphens.");
        EnsureTemporaryFolder();
        var feeds = FeedSources.Read(sources, Folder).For(id);
        var found = await Task.WhenAll(feeds.Select(feed => feed.FindAsync(id, cancellationToken)));
        var packages = found.SelectMany(package => package).OrderByDescending(package => package.Release).ToList();
        if (packages.Count == 0)
            throw new PartimeException($"There is no package '{id}' on {FeedNames(feeds)}.{Nearest.Hint(id, await ListAsync(feeds, cancellationToken))}");
        return packages;
    }

    /// <summary>NuGet would try for minutes, and heed no cancellation.</summary>
    private static void EnsureTemporaryFolder()
    {
        try
        {
            var folder = Directory.CreateDirectory(NuGetEnvironment.GetFolderPath(NuGetFolderPath.Temp)).FullName;
            using (new FileStream(Path.Combine(folder, Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose))
                return;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PartimeException($"NuGet has no folder for its temporary files: {exception.Message.TrimEnd('.')}. Set TMPDIR to a folder that you may write to.", exception);
        }
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
            // Feeds need not support searching. The message is complete without a suggestion.
            return [];
        }
    }

    private static NuGetVersion ParseVersion(string id, string version) =>
        NuGetVersion.TryParse(version, out var parsed)
            ? parsed
            : throw new PartimeException($"'{version}' of {id} is not a version: a version looks like 1.2.3 or 1.2.3-beta.1.");

    private static FoundPackage Newest(List<FoundPackage> packages)
    {
        var listed = packages.FindAll(package => package.IsListed);
        if (listed.Find(package => !package.Release.IsPrerelease) is { } newest)
            return newest;
        throw new PartimeException(listed.Count > 0
            ? $"{packages[0].Id} has only previews: to install the newest, name it as {packages[0].Id}@{listed[0].Version}."
            : $"The author of {packages[0].Id} has unlisted all its versions: to install one nevertheless, name it as {packages[0].Id}@{packages[0].Version}.");
    }

    private static FoundPackage Exactly(NuGetVersion wanted, List<FoundPackage> packages)
    {
        if (packages.Find(package => package.Release == wanted) is { } exact)
            return exact;
        // The user probably means the newest, or the next one above or below.
        var near = new[] { packages[0], packages.FindLast(package => package.Release > wanted), packages.Find(package => package.Release < wanted) };
        var versions = near.OfType<FoundPackage>().Select(package => package.Version).Distinct().Reverse();
        throw new PartimeException($"{packages[0].Id} has no version {wanted.ToNormalizedString()}. It has {string.Join(", ", versions)}{(packages.Count > 3 ? " and others" : "")}.");
    }

    private static string FeedNames(IReadOnlyList<Feed> feeds) => feeds.Count == 1
        ? $"the feed '{feeds[0].Name}'"
        : $"the feeds {string.Join(", ", feeds.Select(feed => $"'{feed.Name}'"))}";
}

/// <summary>A version of a package on a feed.</summary>
/// <param name="Feed">The feed.</param>
/// <param name="Id">As the feed spells it.</param>
/// <param name="Release">The version.</param>
/// <param name="IsListed">Authors withdraw versions by unlisting them.</param>
internal sealed record FoundPackage(Feed Feed, string Id, NuGetVersion Release, bool IsListed)
{
    /// <summary>Normalized.</summary>
    public string Version => Release.ToNormalizedString();

    /// <summary>Writes the package into a new file. After a failure, the caller deletes the file.</summary>
    public async Task DownloadAsync(string file, CancellationToken cancellationToken)
    {
        using var destination = new DownloadFile(file);
        await Feed.DownloadAsync(Id, Release, destination, cancellationToken);
    }
}

/// <summary>A new file for a package from a feed, with a maximum size: a feed could send forever.</summary>
internal sealed class DownloadFile(string path) : FileStream(path, Folders.NewFile)
{
    public long MaxLength { get; init; } = PackageLimits.Bytes;

    public override void Write(byte[] buffer, int offset, int count)
    {
        RequireRoom(count);
        base.Write(buffer, offset, count);
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        RequireRoom(buffer.Length);
        base.Write(buffer);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        RequireRoom(count);
        return base.WriteAsync(buffer, offset, count, cancellationToken);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        RequireRoom(buffer.Length);
        return base.WriteAsync(buffer, cancellationToken);
    }

    private void RequireRoom(int count)
    {
        if (Position + count > MaxLength)
            throw new PartimeException($"The feed sends more than {MaxLength:N0} bytes, the limit for a plugin's package.");
    }
}
