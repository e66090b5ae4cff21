using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Partime.Tool.Tests.Installation;

/// <summary>A feed on a real socket of this machine, with one connection for each request, that can be as rude as the real ones.</summary>
internal sealed class FeedServer : IAsyncDisposable
{
    /// <summary>NuGet caches the index of a feed by its address for half an hour, so no two servers may have the same.</summary>
    private static readonly ConcurrentDictionary<int, byte> Ports = new();

    private readonly TcpListener listener;
    private readonly CancellationTokenSource closing = new();
    private readonly ConcurrentDictionary<string, byte[]> content = new();
    private readonly ConcurrentBag<Task> answers = [];
    private readonly X509Certificate2? certificate;
    private readonly Task serving;

    static FeedServer()
    {
        // NuGet waits a second before each of its further attempts; it counts them all the same.
        Environment.SetEnvironmentVariable("NUGET_ENHANCED_NETWORK_RETRY_DELAY_MILLISECONDS", "10");
        // The ports of earlier test runs are unknown here, and tests must not fill the user's cache.
        var cache = new TemporaryFolder();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => cache.Dispose();
        Environment.SetEnvironmentVariable("NUGET_HTTP_CACHE_PATH", cache.Path);
    }

    public FeedServer(X509Certificate2? certificate = null)
    {
        this.certificate = certificate;
        do
        {
            listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
        }
        while (!Ports.TryAdd(((IPEndPoint)listener.LocalEndpoint).Port, 0));
        content["/v3/index.json"] = Encoding.UTF8.GetBytes(FeedPages.Index(Address));
        serving = ServeAsync();
    }

    public string Address => $"{(certificate is null ? "http" : "https")}://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}";

    public string Index => Address + "/v3/index.json";

    /// <summary>Every request's path, in the order of their arrival.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>What the user and the password must be, as <c>user:password</c>.</summary>
    public string? Credentials { get; init; }

    /// <summary>By path: answers with this status.</summary>
    public ConcurrentDictionary<string, int> Statuses { get; } = new();

    /// <summary>By path: how many more times the connection is reset in the middle of the answer.</summary>
    public ConcurrentDictionary<string, int> Resets { get; } = new();

    /// <summary>By path: says nothing until the client has gone.</summary>
    public ConcurrentDictionary<string, TaskCompletionSource> Silences { get; } = new();

    /// <summary>All versions of one package, and the same bytes for each.</summary>
    public void Add(string id, byte[] nupkg, params string[] versions)
    {
        var lower = id.ToLowerInvariant();
        content[$"/registration/{lower}/index.json"] = Encoding.UTF8.GetBytes(FeedPages.Registration(Address, id, versions));
        content[$"/flat/{lower}/index.json"] = Encoding.UTF8.GetBytes(FeedPages.Versions(versions));
        foreach (var version in versions)
            content[FeedPages.Nupkg(id, version.TrimStart('-'))] = nupkg;
    }

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        listener.Dispose();
        await serving;
        await Task.WhenAll(answers);
        closing.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
                answers.Add(AnswerAsync(await listener.AcceptSocketAsync(closing.Token)));
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task AnswerAsync(Socket socket)
    {
        using var _ = socket;
        try
        {
            await using Stream stream = new NetworkStream(socket);
            await using var secured = certificate is null ? null : new SslStream(stream);
            if (secured is not null)
                await secured.AuthenticateAsServerAsync(certificate!);
            await AnswerAsync(socket, secured ?? stream);
        }
        catch (Exception exception) when (exception is IOException or System.Security.Authentication.AuthenticationException or OperationCanceledException)
        {
            // The client has gone, as some of the tests want it to.
        }
    }

    private async Task AnswerAsync(Socket socket, Stream stream)
    {
        using var reader = new StreamReader(stream, leaveOpen: true);
        var path = (await reader.ReadLineAsync(closing.Token))?.Split(' ')[1];
        string? authorization = null;
        while (await reader.ReadLineAsync(closing.Token) is { Length: > 0 } header)
            if (header.StartsWith("Authorization: Basic ", StringComparison.OrdinalIgnoreCase))
                authorization = Encoding.UTF8.GetString(Convert.FromBase64String(header["Authorization: Basic ".Length..]));
        if (path is null)
            return;
        Requests.Enqueue(path);

        if (Silences.TryGetValue(path, out var silence))
        {
            silence.TrySetResult();
            await stream.ReadAtLeastAsync(new byte[1], 1, throwOnEndOfStream: false, closing.Token);
            return;
        }
        if (authorization != Credentials)
            await SendAsync(stream, 401, [], "WWW-Authenticate: Basic realm=\"feed\"\r\n");
        else if (Statuses.TryGetValue(path, out var status))
            await SendAsync(stream, status, [], "");
        else if (!content.TryGetValue(path.Split('?')[0], out var body))
            await SendAsync(stream, 404, [], "");
        else if (Resets.TryGetValue(path, out var times) && times > 0)
        {
            Resets[path] = times - 1;
            await SendAsync(stream, 200, body, "", body.Length / 2);
            // Without waiting for what was sent to arrive: the client sees a reset.
            socket.LingerState = new LingerOption(true, 0);
        }
        else
            await SendAsync(stream, 200, body, "");
    }

    private async Task SendAsync(Stream stream, int status, byte[] body, string header, int? sent = null)
    {
        var head = string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} {(HttpStatusCode)status}\r\nContent-Length: {body.Length}\r\nConnection: close\r\n{header}\r\n");
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head), closing.Token);
        await stream.WriteAsync(body.AsMemory(0, sent ?? body.Length), closing.Token);
        await stream.FlushAsync(closing.Token);
    }
}
