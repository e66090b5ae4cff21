using System.Globalization;
using System.Net;
using System.Security.Cryptography;

namespace Partime.Plugins.Cluster;

/// <summary>What a node needs to join: where the coordinator listens, the fingerprint of its certificate, and a secret that shows that the node may.</summary>
/// <param name="Coordinator">Where to connect to.</param>
/// <param name="Fingerprint">The SHA-256 of the coordinator's certificate.</param>
/// <param name="Secret">Random bytes.</param>
internal sealed record JoinToken(IPEndPoint Coordinator, byte[] Fingerprint, byte[] Secret)
{
    private const string Prefix = "pt1";

    public static byte[] NewSecret() => RandomNumberGenerator.GetBytes(SHA256.HashSizeInBytes);

    public static JoinToken Parse(string text)
    {
        var parts = text.Trim().Split('/');
        try
        {
            if (parts is [Prefix, var address, var fingerprint, var secret] && IPEndPoint.TryParse(address, out var coordinator) && coordinator.Port > 0
                && Convert.FromHexString(fingerprint) is { Length: SHA256.HashSizeInBytes } hash && Convert.FromHexString(secret) is { Length: SHA256.HashSizeInBytes } random)
                return new JoinToken(coordinator, hash, random);
        }
        catch (FormatException)
        {
            // Told below, without the token.
        }
        throw new InvalidOperationException("This is no join token. Copy the whole line that 'dotnet partime cluster token' has printed.");
    }

    /// <summary>Contains the secret.</summary>
    public string ToText() => string.Create(CultureInfo.InvariantCulture, $"{Prefix}/{Coordinator}/{Convert.ToHexStringLower(Fingerprint)}/{Convert.ToHexStringLower(Secret)}");

    /// <summary>Without the secret, as a record would print it by itself.</summary>
    public override string ToString() => $"{Prefix}/{Coordinator}/…";
}
