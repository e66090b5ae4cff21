using System.Text.RegularExpressions;

namespace Partime.Tool;

/// <summary>Hides passwords and keys of addresses in text that others will read. When in doubt, it hides a value.</summary>
internal static partial class Secrets
{
    public const string Hidden = "***";

    /// <summary>Whether a value of that name is most likely a secret.</summary>
    public static bool IsNameOfOne(string name) => SecretName().IsMatch(name);

    /// <summary>Hides the values of secret options, user and password of every address, and the values of parameters that are named like secrets.</summary>
    public static string HideIn(string text) => Parameters(PasswordWithSigns().Replace(Password().Replace(SecretValues.HideIn(text), $"$1{Hidden}@"), $"$1{Hidden}@"));

    /// <summary>A value may hold parameters of its own, as a connection string does.</summary>
    private static string Parameters(string text) => Parameter().Replace(text, match =>
        $"{match.Groups[1].Value}{match.Groups[2].Value}=" + (IsSecret(match.Groups[1].Value, Uri.UnescapeDataString(match.Groups[2].Value)) ? Hidden + QuoteAfter(match.Groups[3].Value) : Parameters(match.Groups[3].Value)));

    private static bool IsSecret(string before, string name) => IsNameOfOne(name) || (before is "?" or "&" or ";" or "#" && NameInAddress().IsMatch(name));

    /// <summary>The quote that ends a quoted address belongs to the sentence, and so does what follows it.</summary>
    private static string QuoteAfter(string value) => value.TrimEnd(['.', ':', ',', ';', '!', '?', ')', ']']).Length is > 0 and var end && value[end - 1] is '\'' or '"' ? value[(end - 1)..] : "";

    [GeneratedRegex("(pass|pwd|secret|token|credential|auth|signature|api-?_?key|access-?_?key|private-?_?key|^(sig|key|pw|sas|otp)$|code$|jwt|bearer|cookie|session)", RegexOptions.IgnoreCase)]
    private static partial Regex SecretName();

    /// <summary>Names that mean a secret in an address, and something else as an option.</summary>
    [GeneratedRegex("^(subscription-?_?key|pin|ticket|hmac|sid|csrf|xsrf|nonce|hash)$", RegexOptions.IgnoreCase)]
    private static partial Regex NameInAddress();

    /// <summary>All between the scheme and the last @ of the host.</summary>
    [GeneratedRegex(@"(\b[a-z][a-z0-9+.-]*://)[^/?#\s]*@", RegexOptions.IgnoreCase)]
    private static partial Regex Password();

    /// <summary>A password with a slash, a question mark or a #, which is no address by the rules, but typed all the same: what follows the colon is
    /// no port, and an @ comes later.</summary>
    [GeneratedRegex(@"(\b[a-z][a-z0-9+.-]*://)[^/?#\s@:\[]*:(?![0-9]*(?:[/?#,\s]|$))(?:(?!://)\S)*@", RegexOptions.IgnoreCase)]
    private static partial Regex PasswordWithSigns();

    /// <summary>In a query or behind the # of an address. A comma or semicolon ends a value only where another address or parameter follows.</summary>
    [GeneratedRegex(@"([?&;#=\s]|^)([^?=&;#\s,]+)=((?:[^&;#\s,]|,(?!\s*[a-z][a-z0-9+.-]*://)|;(?!\s*[^=&;#\s,]+=|\s*[a-z][a-z0-9+.-]*://))*)", RegexOptions.IgnoreCase)]
    private static partial Regex Parameter();
}
