using System.Net;

namespace Partime.Plugins.HttpFetch;

/// <summary>The requests of one fetch: the first, and one for each redirect. SocketsHttpHandler would change the path and query of a
/// redirect as it reads the address.</summary>
internal sealed class Hops
{
    private readonly FetchSettings settings;
    private readonly Address first;
    private readonly Deadline deadline;
    private HttpMethod method;
    private Address current;
    private int redirects;

    public Hops(FetchSettings settings, Address first, Deadline deadline)
    {
        this.deadline = deadline;
        this.settings = settings;
        this.first = current = first;
        method = settings.Method;
    }

    /// <summary>The address as the user wrote it.</summary>
    public string Text => first.Text;

    /// <summary>How often a request was sent again to the same address.</summary>
    public int Resends { get; private set; }

    public FetchRequest Next()
    {
        deadline.Phase = "while waiting for a connection";
        var request = new FetchRequest(method, current.Url, deadline) { Version = settings.Version, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        var isAtHome = current.HasServerOf(first);
        if (isAtHome)
            foreach (var (name, value) in settings.PrivateHeaders)
                request.Headers.TryAddWithoutValidation(name, value);
        if ((current.Authorization ?? (isAtHome ? first.Authorization : null)) is { } authorization && !request.Headers.Contains("Authorization"))
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        return request;
    }

    /// <summary>Whether the answer redirects, and the next request leads there.</summary>
    public bool Follow(HttpResponseMessage response, FetchRequest request)
    {
        Resends += request.Resends;
        if (redirects >= settings.MaxRedirects || !IsRedirect(response.StatusCode) || LocationOf(response) is not { } location || current.RedirectedTo(location) is not { } next)
            return false;
        redirects++;
        current = next;
        if (BecomesGet(response.StatusCode))
            method = HttpMethod.Get;
        return true;
    }

    public static string? LocationOf(HttpResponseMessage response) =>
        response.Headers.NonValidated.TryGetValues("Location", out var values) ? values.ToString() : null;

    private static bool IsRedirect(HttpStatusCode status) =>
        (int)status is 300 or 301 or 302 or 303 or 307 or 308;

    /// <summary>As browsers and curl do.</summary>
    private bool BecomesGet(HttpStatusCode status) =>
        status == HttpStatusCode.SeeOther ? method != HttpMethod.Head : (int)status <= 302 && method == HttpMethod.Post;
}
