using System.Text;

namespace Partime.Plugins.HttpFetch;

/// <summary>A request that counts how often it goes out to an address.</summary>
/// <remarks>When an HTTP/1.1 connection closes without an answer, SocketsHttpHandler sends the request again, up to three
/// times: it cannot know whether the server refuses, or had merely closed a connection that was kept from the last request.
/// There is no setting against it, and without it a connection closed at the wrong moment would be an error. So it is told: the question for a header's encoding is the one that the handler asks in every attempt.</remarks>
internal sealed class FetchRequest(HttpMethod method, Uri url) : HttpRequestMessage(method, url)
{
    private Uri? sentTo;

    /// <summary>How often the request was sent to an address once more.</summary>
    public int Resends { get; private set; }

    public static Encoding? Count(string header, HttpRequestMessage request)
    {
        if (header == Connections.IdentifyingHeader)
            ((FetchRequest)request).Sending();
        return null;
    }

    // A redirect puts another Uri into the same request, even when it leads back to the same address.
    private void Sending()
    {
        if (ReferenceEquals(sentTo, RequestUri))
            Resends++;
        sentTo = RequestUri;
    }
}
