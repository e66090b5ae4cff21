using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using NuGet.Common;
using NuGet.Configuration;
using NuGet.Protocol;
using NuGet.Protocol.Core.Types;
using NuGet.Versioning;

namespace Partime.Tool.Installation;

/// <summary>One feed: an address or a folder.</summary>
internal sealed class Feed(PackageSource source)
{
    /// <summary>NuGet retries a host that never answers for many minutes.</summary>
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(60);

    private const int MaxListed = 200;

    private readonly SourceRepository repository = Repository.Factory.GetCoreV3(source);

    /// <summary>Without secrets.</summary>
    public string Name => source.Name;

    /// <summary>Where it is, without secrets. A name can stand for another feed in another folder; an address cannot.</summary>
    public string Address => source.IsHttp ? WithoutSecrets(source.SourceUri) : source.SourceUri.LocalPath;

    public bool HasCredentials => source.Credentials is not null;

    public TimeSpan TimeLimit { get; init; } = MaxWait;

    /// <summary>All versions of a package, with previews and unlisted ones.</summary>
    public Task<List<FoundPackage>> FindAsync(string id, CancellationToken cancellationToken) => AskAsync(async (cache, soon) =>
    {
        var resource = await ResourceAsync<PackageMetadataResource>(soon);
        var found = await resource.GetMetadataAsync(id, includePrerelease: true, includeUnlisted: true, cache, NullLogger.Instance, soon);
        return found.Select(package => new FoundPackage(this, package.Identity.Id, package.Identity.Version, package.IsListed)).ToList();
    }, TimeLimit, cancellationToken);

    /// <summary>The ids of the feed's plugins; empty if it cannot be searched.</summary>
    public Task<List<string>> ListAsync(CancellationToken cancellationToken) => AskAsync(async (_, soon) =>
    {
        if (await repository.GetResourceAsync<PackageSearchResource>(soon) is not { } resource)
            return [];
        var filter = new SearchFilter(includePrerelease: true) { PackageType = Nuspec.PluginType };
        var found = await resource.SearchAsync("", filter, skip: 0, take: MaxListed, NullLogger.Instance, soon);
        return found.Select(package => package.Identity.Id).ToList();
    }, TimeLimit, cancellationToken);

    /// <summary>Has no time limit of its own: NuGet gives up when no more data arrives.</summary>
    public Task DownloadAsync(string id, NuGetVersion version, Stream destination, CancellationToken cancellationToken) => AskAsync(async (cache, token) =>
    {
        var resource = await ResourceAsync<FindPackageByIdResource>(token);
        var reasons = new FailureLog();
        return await resource.CopyNupkgToStreamAsync(id, version, destination, cache, reasons, token)
            ? true
            : throw new PartimeException($"The feed '{Name}' refuses to send {id} {version.ToNormalizedString()}: {reasons.Last ?? "it no longer has that version"}.");
    }, Timeout.InfiniteTimeSpan, cancellationToken);

    /// <summary>An address can contain a user, a password and tokens, and others read messages and lock files.</summary>
    public static string WithoutSecrets(Uri address) => address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    private async Task<T> ResourceAsync<T>(CancellationToken cancellationToken) where T : class, INuGetResource =>
        await repository.GetResourceAsync<T>(cancellationToken)
            ?? throw new PartimeException($"The feed '{Name}' does not support finding and downloading packages.");

    private async Task<T> AskAsync<T>(Func<SourceCacheContext, CancellationToken, Task<T>> ask, TimeSpan limit, CancellationToken cancellationToken)
    {
        RequireEncryption();
        RequireFolder();
        // Other programs could use a cached package, and it would stay when the plugin is removed.
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
            // DownloadFile refuses an answer that is too long, and NuGet wraps its exception.
            if (FeedFailure.Unwrapped(exception).OfType<PartimeException>().FirstOrDefault() is { } refusal)
                throw refusal;
            throw ending.IsCancellationRequested
                ? new PartimeException($"The feed '{Name}' has not answered within {Duration.Format(limit)}.", exception)
                : FeedFailure.Explain(this, source.Source, exception);
        }
    }

    /// <summary>A plugin runs with the user's rights, so its transfer must be protected. dotnet has the same rule.</summary>
    private void RequireEncryption()
    {
        if (source.IsHttp && !source.IsHttps && !source.AllowInsecureConnections && !source.SourceUri.IsLoopback)
            throw new PartimeException($"The feed '{Name}' uses unencrypted http: use its https address, or set allowInsecureConnections for it in NuGet's settings.");
    }

    /// <summary>NuGet treats a missing folder as one without packages.</summary>
    private void RequireFolder()
    {
        if (source.IsLocal && !Directory.Exists(source.SourceUri.LocalPath))
            throw new PartimeException($"The feed '{Name}' is the folder {source.SourceUri.LocalPath}, which does not exist.");
    }
}

/// <summary>Explains a failed request in one sentence. NuGet wraps the reason in several exceptions.</summary>
internal static class FeedFailure
{
    public static PartimeException Explain(Feed feed, string address, Exception failure)
    {
        // The innermost exception is the reason.
        var reasons = Unwrapped(failure).Reverse().ToList();
        var reason = reasons.Select(exception => Known(feed, exception)).FirstOrDefault(text => text is not null)
            ?? $"cannot be used: {Sentence(reasons[0], feed, address)}";
        return new PartimeException($"The feed '{feed.Name}' {reason}.", failure);
    }

    private static string? Known(Feed feed, Exception exception) => exception switch
    {
        AuthenticationException => $"cannot be trusted: {exception.Message.TrimEnd('.')}",
        SocketException socket => $"cannot be reached: {socket.Message.TrimEnd('.')}",
        HttpRequestException { StatusCode: HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden } => feed.HasCredentials
            ? "refuses the credentials that NuGet's settings have for it"
            : "asks for credentials: add them to NuGet's settings, under packageSourceCredentials",
        HttpRequestException { StatusCode: { } status } => $"answers with {(int)status} ({status})",
        HttpIOException => "closed the connection in the middle of an answer",
        _ => null,
    };

    public static IEnumerable<Exception> Unwrapped(Exception? failure)
    {
        for (; failure is not null; failure = failure.InnerException)
            yield return failure;
    }

    private static string Sentence(Exception exception, Feed feed, string address) =>
        exception.Message.Replace(address, feed.Name, StringComparison.OrdinalIgnoreCase).TrimEnd('.');
}

/// <summary>NuGet writes the reason of a failed download only to its log.</summary>
internal sealed class FailureLog : LoggerBase
{
    /// <summary>The last line of the last message, which has the reason and not the address; null if there was none.</summary>
    public string? Last { get; private set; }

    public override void Log(ILogMessage message)
    {
        if (message.Message.Split('\n') is [_, .., var reason])
            Last = reason.Trim().TrimEnd('.');
    }

    public override Task LogAsync(ILogMessage message)
    {
        Log(message);
        return Task.CompletedTask;
    }
}
