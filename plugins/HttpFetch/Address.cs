using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Text;

namespace Partime.Plugins.HttpFetch;

/// <summary>An address whose path and query are requested as they were given: a server may have signed them, or may tell apart what a
/// <see cref="Uri"/> takes for equal, such as <c>%41</c> and <c>A</c>.</summary>
internal sealed class Address
{
    private static readonly UriCreationOptions AsGiven = new() { DangerousDisablePathAndQueryCanonicalization = true };

    /// <summary>As the user wrote it, for messages.</summary>
    public required string Text { get; init; }

    /// <summary>What is requested: without credentials and without fragment.</summary>
    public required Uri Url { get; init; }

    /// <summary>The value of the header Authorization for the credentials in the address.</summary>
    public string? Authorization { get; private init; }

    /// <summary>A workload sees no input before its first task, so every task with such an input says what is wrong with it.</summary>
    public static Address OfInput(string text, Version version)
    {
        if (!TryParse(text, out var address))
            throw new FormatException($"The input '{text}' is not a URL that starts with http:// or https://.");
        if (version >= HttpVersion.Version30 && address.Url.Scheme != Uri.UriSchemeHttps)
            throw new FormatException($"The input '{text}' cannot be requested over HTTP/3, which always uses TLS: use an https address, or set the option 'http-version' to 1.1 or 2.");
        return address;
    }

    public static bool TryParse(string text, [NotNullWhen(true)] out Address? address)
    {
        address = null;
        var whole = text.Trim();
        var start = whole.IndexOf("://", StringComparison.Ordinal);
        if (start < 0 || !Uri.TryCreate(whole, AsGiven, out var uri) || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps))
            return false;
        var rest = whole.AsSpan(start + "://".Length);
        var end = rest.IndexOfAny("/?#\\") is >= 0 and var index ? index : rest.Length;
        var at = rest[..end].LastIndexOf('@');
        var credentials = rest[..Math.Max(0, at)];
        // Most addresses can be sent as they are, and need no second one in every fetch.
        if (at < 0 && IsSendable(rest[end..]))
        {
            address = new Address { Text = text, Url = uri };
            return true;
        }
        if (!Uri.TryCreate($"{uri.Scheme}://{rest[(at + 1)..end]}{Sendable(rest[end..])}", AsGiven, out var url))
            return false;
        address = new Address { Text = text, Url = url, Authorization = credentials.IsEmpty ? null : Basic(credentials) };
        return true;
    }

    public bool HasServerOf(Address other) => Url.Scheme == other.Url.Scheme && Url.IdnHost == other.Url.IdnHost && Url.Port == other.Url.Port;

    /// <summary>Where a redirect leads; <see langword="null"/> if it cannot be followed.</summary>
    public Address? RedirectedTo(string location)
    {
        var scheme = Url.Scheme;
        var absolute = location switch
        {
            _ when location.StartsWith("http:", StringComparison.OrdinalIgnoreCase) || location.StartsWith("https:", StringComparison.OrdinalIgnoreCase) => location,
            ['/', '/', ..] => $"{scheme}:{location}",
            ['/', ..] => $"{scheme}://{Url.Authority}{location}",
            _ => Uri.TryCreate(new Uri(Url.ToString()), location, out var uri) ? uri.AbsoluteUri : location,
        };
        return TryParse(absolute, out var address) && !(scheme == Uri.UriSchemeHttps && address.Url.Scheme == Uri.UriSchemeHttp) ? address : null;
    }

    private static bool IsSendable(ReadOnlySpan<char> target) => target is ['/', ..] && !target.Contains('#') && !target.ContainsAnyExceptInRange('!', '~');

    /// <summary>The path and the query, with nothing changed but what would end or garble the first line of a request.</summary>
    private static string Sendable(ReadOnlySpan<char> target)
    {
        if (target.IndexOf('#') is >= 0 and var fragment)
            target = target[..fragment];
        var text = target is ['/', ..] ? target.ToString() : $"/{target}";
        if (!text.AsSpan().ContainsAnyExceptInRange('!', '~'))
            return text;
        var sendable = new StringBuilder();
        foreach (var value in Encoding.UTF8.GetBytes(text))
            _ = value is > 0x20 and < 0x7F ? sendable.Append((char)value) : sendable.Append(CultureInfo.InvariantCulture, $"%{value:X2}");
        return sendable.ToString();
    }

    private static string Basic(ReadOnlySpan<char> credentials)
    {
        var colon = credentials.IndexOf(':') is >= 0 and var index ? index : credentials.Length;
        var password = colon < credentials.Length ? credentials[(colon + 1)..] : "";
        return $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Uri.UnescapeDataString(credentials[..colon])}:{Uri.UnescapeDataString(password)}"))}";
    }
}
