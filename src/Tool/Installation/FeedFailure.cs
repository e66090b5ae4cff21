using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Partime.Tool.Installation;

/// <summary>Finds the one sentence in the many that a failed request comes wrapped in.</summary>
internal static class FeedFailure
{
    public static PartimeException Explain(Feed feed, string address, Exception failure)
    {
        // From the inside, where the reason is.
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
        HttpIOException => "broke off in the middle of an answer",
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
