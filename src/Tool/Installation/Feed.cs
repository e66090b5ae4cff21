using NuGet.Common;
using NuGet.Configuration;
using NuGet.Protocol;
using NuGet.Protocol.Core.Types;
using NuGet.Versioning;

namespace Partime.Tool.Installation;

/// <summary>One feed: an address or a folder.</summary>
internal sealed class Feed(PackageSource source)
{
    /// <summary>NuGet's own attempts and waits can add up to many minutes for a host that never answers.</summary>
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(60);

    private const int MostListed = 200;

    private readonly SourceRepository repository = Repository.Factory.GetCoreV3(source);

    /// <summary>Without secrets.</summary>
    public string Name => source.Name;

    /// <summary>Where it is, without secrets: what a name stands for can change from folder to folder, and this cannot.</summary>
    public string Address => source.IsHttp ? FeedAddress.WithoutSecrets(source.SourceUri) : source.SourceUri.LocalPath;

    public bool HasCredentials => source.Credentials is not null;

    public TimeSpan TimeLimit { get; init; } = LongestAnswer;

    /// <summary>All versions of a package, old and new, previews and those that are not listed.</summary>
    public Task<List<Offer>> FindAsync(string id, CancellationToken cancellationToken) => AskAsync(async (cache, soon) =>
    {
        var resource = await ResourceAsync<PackageMetadataResource>(soon);
        var found = await resource.GetMetadataAsync(id, includePrerelease: true, includeUnlisted: true, cache, NullLogger.Instance, soon);
        return found.Select(package => new Offer(this, package.Identity.Id, package.Identity.Version, package.IsListed)).ToList();
    }, TimeLimit, cancellationToken);

    /// <summary>The ids of plugins that the feed has, as far as it can be searched for them.</summary>
    public Task<List<string>> ListAsync(CancellationToken cancellationToken) => AskAsync(async (_, soon) =>
    {
        if (await repository.GetResourceAsync<PackageSearchResource>(soon) is not { } resource)
            return [];
        var filter = new SearchFilter(includePrerelease: true) { PackageType = Nuspec.PluginType };
        var found = await resource.SearchAsync("", filter, skip: 0, take: MostListed, NullLogger.Instance, soon);
        return found.Select(package => package.Identity.Id).ToList();
    }, TimeLimit, cancellationToken);

    /// <summary>Without a limit to the whole: it is NuGet that gives up when no more comes.</summary>
    public Task DownloadAsync(string id, string version, Stream destination, CancellationToken cancellationToken) => AskAsync(async (cache, token) =>
    {
        var resource = await ResourceAsync<FindPackageByIdResource>(token);
        var reasons = new FailureLog();
        return await resource.CopyNupkgToStreamAsync(id, NuGetVersion.Parse(version), destination, cache, reasons, token)
            ? true
            : throw new PartimeException($"The feed '{Name}' does not hand out {id} {version}: {reasons.Last ?? "it does not have it any more"}.");
    }, Timeout.InfiniteTimeSpan, cancellationToken);

    private async Task<T> ResourceAsync<T>(CancellationToken cancellationToken) where T : class, INuGetResource =>
        await repository.GetResourceAsync<T>(cancellationToken)
            ?? throw new PartimeException($"The feed '{Name}' does not offer what it takes to find and download packages.");

    private async Task<T> AskAsync<T>(Func<SourceCacheContext, CancellationToken, Task<T>> ask, TimeSpan limit, CancellationToken cancellationToken)
    {
        RequireSafety();
        RequireFolder();
        // What is cached could be used by another program, and would stay when the plugin is removed.
        using var cache = new SourceCacheContext { NoCache = true, DirectDownload = true };
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        ending.CancelAfter(limit);
        try
        {
            return await ask(cache, ending.Token);
        }
        catch (Exception exception) when (exception is not PartimeException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            // What was refused in the middle of an answer, in whatever NuGet has wrapped it.
            if (FeedFailure.Unwrapped(exception).OfType<PartimeException>().FirstOrDefault() is { } refusal)
                throw refusal;
            throw ending.IsCancellationRequested
                ? new PartimeException($"The feed '{Name}' has not answered for {Duration.Format(limit)}.", exception)
                : FeedFailure.Explain(this, source.Source, exception);
        }
    }

    /// <summary>What is loaded this way will run as the user, so nobody may change it on its way; dotnet asks for the same.</summary>
    private void RequireSafety()
    {
        if (source.IsHttp && !source.IsHttps && !source.AllowInsecureConnections && !source.SourceUri.IsLoopback)
            throw new PartimeException($"The feed '{Name}' would send plugins unprotected, by http: use its https address, or set allowInsecureConnections for it in NuGet's settings.");
    }

    /// <summary>To NuGet a folder that does not exist is one without packages.</summary>
    private void RequireFolder()
    {
        if (source.IsLocal && !Directory.Exists(source.SourceUri.LocalPath))
            throw new PartimeException($"The feed '{Name}' is the folder {source.SourceUri.LocalPath}, which does not exist.");
    }
}
