namespace Partime.Tool.Installation;

/// <summary>Where packages come from: the named sources, or else the feeds that NuGet's settings name, as dotnet reads them.</summary>
internal sealed class PluginFeeds(IReadOnlyList<string> sources)
{
    /// <summary>The newest stable version, or the one asked for.</summary>
    public Task<FoundPackage> FindAsync(string id, string? version, CancellationToken cancellationToken) =>
        throw new NotImplementedException($"{sources} {id} {version} {cancellationToken}");

    /// <summary>Writes the package into a new file. What a failure leaves there is the caller's to delete.</summary>
    public Task DownloadAsync(FoundPackage package, string file, CancellationToken cancellationToken) =>
        throw new NotImplementedException($"{sources} {package} {file} {cancellationToken}");
}
