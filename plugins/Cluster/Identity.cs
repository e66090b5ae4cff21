using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Partime.Plugins.Cluster;

/// <summary>How nodes know a coordinator, and it knows them: a certificate with its key, a secret, and the address in the tokens. That of a session with
/// nodes of its own is never written down; another is kept in a file that only the user can read.</summary>
internal sealed record Identity(X509Certificate2 Certificate, byte[] Secret, IPEndPoint Address) : IDisposable
{
    public const int DefaultPort = 7077;

    private const string FileName = "identity";
    private const string FirstLine = "partime cluster identity 1";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public JoinToken Token => new(Address, FingerprintOf(Certificate), Secret);

    public static byte[] FingerprintOf(X509Certificate certificate) => SHA256.HashData(certificate.GetRawCertData());

    public static Identity New(IPEndPoint address)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=partime", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        var now = DateTimeOffset.UtcNow;
        // Tokens do not expire, and clocks of machines differ: a new token revokes the old one.
        return new Identity(request.CreateSelfSigned(now.AddDays(-1), now.AddYears(100)), JoinToken.NewSecret(), address);
    }

    /// <returns><see langword="null"/> if there is none.</returns>
    /// <exception cref="InvalidOperationException">Its file cannot be used.</exception>
    public static Identity? Read(string folder)
    {
        var file = Path.Combine(folder, FileName);
        try
        {
            if (!File.Exists(file))
                return null;
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & ~OwnerOnly) != 0)
                throw new InvalidOperationException($"Other users can read {file}, which holds the key of this cluster: 'chmod 600' it, and make a new token if they may have read it.");
            return File.ReadAllLines(file) is [FirstLine, var address, var secret, var certificate] && IPEndPoint.TryParse(address, out var endpoint) && Convert.FromHexString(secret) is { Length: SHA256.HashSizeInBytes } bytes
                ? new Identity(X509CertificateLoader.LoadPkcs12(Convert.FromBase64String(certificate), null), bytes, endpoint)
                : throw new FormatException();
        }
        catch (Exception exception) when (exception is FormatException or CryptographicException)
        {
            throw new InvalidOperationException($"{file} is damaged, or of another version of partime. Make a new token with 'dotnet partime cluster token --new'.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException($"{file}, which holds the key of this cluster, cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>For one that is about to be replaced, and may be damaged.</summary>
    public static Identity? ReadIfPossible(string folder)
    {
        try
        {
            return Read(folder);
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Replaces the file as a whole.</summary>
    public void Write(string folder)
    {
        var file = Path.Combine(folder, FileName);
        var incoming = $"{file}.{Environment.ProcessId}";
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = OwnerOnly;
            using (var writer = new StreamWriter(incoming, options))
                writer.Write($"{FirstLine}\n{Address}\n{Convert.ToHexStringLower(Secret)}\n{Convert.ToBase64String(Certificate.Export(X509ContentType.Pkcs12))}\n");
            File.Move(incoming, file, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException($"{file}, which holds the key of this cluster, cannot be written: {exception.Message}", exception);
        }
    }

    /// <summary>The first address of this machine that others can reach, as far as it knows.</summary>
    public static IPEndPoint DefaultAddress()
    {
        IPAddress[] all;
        try
        {
            all = [.. System.Net.NetworkInformation.NetworkInterface.GetAllNetworkInterfaces()
                .Where(card => card.OperationalStatus == System.Net.NetworkInformation.OperationalStatus.Up)
                .SelectMany(card => card.GetIPProperties().UnicastAddresses).Select(unicast => unicast.Address)];
        }
        catch (System.Net.NetworkInformation.NetworkInformationException)
        {
            all = [];
        }
        return new IPEndPoint(all.FirstOrDefault(address => address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(address)) ?? IPAddress.Loopback, DefaultPort);
    }

    /// <param name="what">What it is, for the sentence.</param>
    /// <param name="text">An address or a name of this machine, and a port.</param>
    /// <exception cref="InvalidOperationException">It is something else.</exception>
    public static IPEndPoint ParseAddress(string what, string text)
    {
        if (IPEndPoint.TryParse(text, out var endpoint) && endpoint.Port > 0)
            return endpoint;
        var colon = text.LastIndexOf(':');
        if (colon > 0 && ushort.TryParse(text.AsSpan(colon + 1), out var port) && port > 0 && Uri.CheckHostName(text[..colon]) == UriHostNameType.Dns)
            try
            {
                return new IPEndPoint(Dns.GetHostAddresses(text[..colon]).OrderBy(address => IPAddress.IsLoopback(address)).ThenBy(address => address.AddressFamily).First(), port);
            }
            catch (SocketException exception)
            {
                throw new InvalidOperationException($"{what} {text} names a machine without a known address: {exception.Message}.", exception);
            }
        throw new InvalidOperationException($"{what} {text} is no address with a port, such as 192.168.0.5:{DefaultPort}.");
    }

    /// <summary>The same for an address that nodes connect to.</summary>
    public static IPEndPoint ParseTarget(string what, string text) =>
        ParseAddress(what, text) is var endpoint && !endpoint.Address.Equals(IPAddress.Any) && !endpoint.Address.Equals(IPAddress.IPv6Any) ? endpoint
            : throw new InvalidOperationException($"{what} {text} stands for all addresses of this machine, and nodes connect to one: give that.");

    public void Dispose() => Certificate.Dispose();
}
