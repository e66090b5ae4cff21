using System.Buffers;
using System.Net;

namespace Partime.Plugins.HttpFetch;

/// <summary>Reads the option <c>header</c>, and refuses what no request can carry. Headers may contain passwords, so a message gives the
/// position or the name of a header and never its value.</summary>
internal static class HeaderOption
{
    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>Their values are not lists. Two would be sent as one value that no server understands.</summary>
    private static readonly string[] Single =
        ["Authorization", "Date", "From", "Host", "If-Modified-Since", "If-Range", "If-Unmodified-Since", "Max-Forwards", "Proxy-Authorization", "Range", "Referer"];

    /// <summary>They are about one connection of HTTP/1.1. Newer versions send none of them, without a word.</summary>
    private static readonly string[] OfConnections = ["Connection", "Keep-Alive", "Proxy-Connection", "TE", "Upgrade"];

    private static readonly string[] OfOneServer = ["Authorization", "Cookie", "Host"];

    public static KeyValuePair<string, string>[] Read(string[] texts, Version version)
    {
        var headers = new KeyValuePair<string, string>[texts.Length];
        for (var i = 0; i < texts.Length; i++)
        {
            var header = Split(texts[i], i + 1);
            Check(header.Key, version);
            CheckValue(header, i + 1);
            for (var earlier = 0; earlier < i; earlier++)
                if (Is(header.Key, headers[earlier].Key) && IsAmong(Single, header.Key))
                    throw new ArgumentException($"The option 'header' has '{header.Key}' twice, but a request can have it only once: remove one.");
            headers[i] = header;
        }
        return headers;
    }

    /// <summary>Whether only the server of the input gets the header, and no other that a redirect leads to.</summary>
    public static bool IsForOneServer(string name) => IsAmong(OfOneServer, name);

    private static KeyValuePair<string, string> Split(string text, int position)
    {
        var colon = text.IndexOf(':');
        if (colon <= 0 || text.AsSpan().ContainsAny('\r', '\n'))
            throw new ArgumentException($"Header {position} in the option 'header' is not in the form 'Name: value'.");
        var name = text[..colon].Trim();
        return name.Length > 0 && !name.AsSpan().ContainsAnyExcept(NameCharacters)
            ? KeyValuePair.Create(name, text[(colon + 1)..].Trim())
            : throw new ArgumentException($"Header {position} in the option 'header' has a name with a space or another character that no name has: write it as 'Name: value'.");
    }

    private static void Check(string name, Version version)
    {
        using var probe = new HttpRequestMessage();
        if (!probe.Headers.TryAddWithoutValidation(name, "") || Is(name, "Transfer-Encoding"))
            throw new ArgumentException($"The option 'header' has the name '{name}', which a request without a body cannot have: remove it.");
        if (version > HttpVersion.Version11 && IsAmong(OfConnections, name))
            throw new ArgumentException($"The option 'header' has the name '{name}', which HTTP/{version.Major} does not send: remove it, or set the option 'http-version' to 1.1.");
    }

    private static void CheckValue(KeyValuePair<string, string> header, int position)
    {
        var at = 0;
        foreach (var rune in header.Value.EnumerateRunes())
        {
            at++;
            if (rune.Value is (< ' ' or > '~') and not '\t')
                throw new ArgumentException($"Header {position} in the option 'header', '{header.Key}', has the character U+{rune.Value:X4} as character {at} of its value: use ASCII, and encode other characters as the server expects.");
        }
        if (Is(header.Key, "Host") && (header.Value.Length == 0 || !Uri.TryCreate($"http://{header.Value}/", UriKind.Absolute, out var url) || url.AbsolutePath != "/" || url.UserInfo.Length > 0 || url.Query.Length > 0))
            throw new ArgumentException("The option 'header' has a 'Host' that is not a host name: use one such as 'Host: example.org' or 'Host: example.org:8080'.");
    }

    private static bool IsAmong(string[] names, string name) => names.Contains(name, StringComparer.OrdinalIgnoreCase);

    private static bool Is(string name, string other) => name.Equals(other, StringComparison.OrdinalIgnoreCase);
}
