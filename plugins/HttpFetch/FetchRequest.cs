using System.Text;

namespace Partime.Plugins.HttpFetch;

/// <summary>A request that goes out once to each address it is led to.</summary>
/// <remarks>When an HTTP/1.1 connection closes without an answer, SocketsHttpHandler sends the request again, up to three
/// times, and has no setting against it. The question for a header's encoding is the one it asks in every attempt.</remarks>
internal sealed class FetchRequest(HttpMethod method, Uri url) : HttpRequestMessage(method, url)
{
    private Uri? sentTo;

    public static Encoding? RefuseRepetition(string header, HttpRequestMessage request)
    {
        if (header == Connections.IdentifyingHeader)
            ((FetchRequest)request).Sending();
        return null;
    }

    // A redirect puts another Uri into the same request, even when it leads back to the same address.
    private void Sending() =>
        sentTo = ReferenceEquals(sentTo, RequestUri)
            ? throw new HttpRequestException(HttpRequestError.ResponseEnded, $"'{RequestUri}' hung up without an answer.")
            : RequestUri;
}
