using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Partime.Plugins.HttpFetch;

/// <summary>Opens connections to servers with several addresses, of which some may be dead, and says which address failed and why.</summary>
/// <remarks>As RFC 8305 has it: the next address is tried when one has failed, or when it has not answered for a quarter of a second, and
/// the first to answer is used. SocketsHttpHandler by itself tries one after the other and gives the first all the time there is.</remarks>
internal sealed class Connector
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    /// <summary>Addresses that did not answer where another did. They are tried last.</summary>
    private readonly ConcurrentDictionary<IPEndPoint, bool> dead = new();

    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var request = context.InitialRequestMessage as FetchRequest;
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        request?.Connecting($"while '{host}' was resolved");
        var addresses = await ResolveAsync(host, port, cancellationToken).ConfigureAwait(false);
        request?.Connecting($"while connecting to {string.Join(" or ", addresses.AsEnumerable())}");
        var socket = await ConnectAsync(addresses, cancellationToken).ConfigureAwait(false);
        if (request?.RequestUri?.Scheme == Uri.UriSchemeHttps)
            request.Connecting($"in the TLS handshake with {socket.RemoteEndPoint}");
        return new NetworkStream(socket, ownsSocket: true);
    }

    /// <summary>Connects to the first of the addresses that answers.</summary>
    public async Task<Socket> ConnectAsync(IPEndPoint[] addresses, CancellationToken cancellationToken)
    {
        using var race = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var attempts = new List<Attempt>();
        var failures = new ConnectFailures();
        IPEndPoint[] order = [.. addresses.Where(address => !dead.ContainsKey(address)), .. addresses.Where(dead.ContainsKey)];
        try
        {
            for (var next = 0; next < order.Length || attempts.Count > 0;)
            {
                if (next < order.Length)
                    attempts.Add(new Attempt(order[next], OpenAsync(order[next++], race.Token)));
                await FirstAsync(attempts, isLast: next == order.Length, race.Token).ConfigureAwait(false);
                if (attempts.Find(attempt => attempt.Socket.IsCompletedSuccessfully) is { } winner)
                {
                    attempts.Remove(winner);
                    Remember(winner.Address, order.AsSpan(0, next));
                    return await winner.Socket.ConfigureAwait(false);
                }
                cancellationToken.ThrowIfCancellationRequested();
                foreach (var failed in attempts.FindAll(attempt => attempt.Socket.IsCompleted))
                    failures.Add(failed.Address, failed.Socket.Exception?.InnerException);
                attempts.RemoveAll(attempt => attempt.Socket.IsCompleted);
            }
            throw failures.ToException();
        }
        finally
        {
            await race.CancelAsync().ConfigureAwait(false);
            foreach (var attempt in attempts)
                _ = attempt.Socket.ContinueWith(Close, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    private static async Task<IPEndPoint[]> ResolveAsync(string host, int port, CancellationToken cancellationToken)
    {
        try
        {
            var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host, cancellationToken).ConfigureAwait(false);
            return [.. addresses.Select(address => new IPEndPoint(address, port))];
        }
        catch (SocketException exception)
        {
            throw new SocketException((int)exception.SocketErrorCode, $"The name '{host}' cannot be resolved: {exception.Message}");
        }
    }

    private static async Task<Socket> OpenAsync(IPEndPoint address, CancellationToken cancellationToken)
    {
        Socket? socket = null;
        try
        {
            socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(address, cancellationToken).ConfigureAwait(false);
            return socket;
        }
        catch
        {
            socket?.Dispose();
            throw;
        }
    }

    /// <summary>Waits for the first attempt that ends, and no longer than the next address should wait.</summary>
    private static async Task FirstAsync(List<Attempt> attempts, bool isLast, CancellationToken cancellationToken)
    {
        var first = Task.WhenAny(attempts.Select(attempt => attempt.Socket));
        if (isLast)
            await first.ConfigureAwait(false);
        else
            await Task.WhenAny(first, Task.Delay(Patience, cancellationToken)).ConfigureAwait(false);
    }

    private void Remember(IPEndPoint alive, ReadOnlySpan<IPEndPoint> tried)
    {
        dead.TryRemove(alive, out _);
        foreach (var address in tried)
            if (!address.Equals(alive))
                dead.TryAdd(address, true);
    }

    private static void Close(Task<Socket> late)
    {
        if (late.IsCompletedSuccessfully)
            late.Result.Dispose();
        else
            _ = late.Exception;
    }

    private sealed record Attempt(IPEndPoint Address, Task<Socket> Socket);
}

/// <summary>Why no address of a server could be connected to.</summary>
internal sealed class ConnectFailures
{
    private readonly List<string> reasons = [];
    private readonly List<string> addresses = [];
    private SocketException? first;

    public void Add(IPEndPoint address, Exception? exception)
    {
        var reason = exception switch
        {
            SocketException { SocketErrorCode: SocketError.AddressNotAvailable } =>
                $"this machine has no local {(address.AddressFamily == AddressFamily.InterNetworkV6 ? "address or " : "")}port left for it. Use fewer connections at once, or raise the range of ports (on Linux net.ipv4.ip_local_port_range)",
            // .NET has the message of a limit of the whole system also for that of the process.
            SocketException { SocketErrorCode: SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable } =>
                "this process may open no more files. Use fewer workers, or raise the limit on open files (ulimit -n)",
            _ => exception?.Message ?? "it was cancelled",
        };
        first ??= exception as SocketException;
        if (reasons.Count > 0 && reasons[^1] == reason)
        {
            addresses[^1] += $" and {address}";
            return;
        }
        addresses.Add(address.ToString());
        reasons.Add(reason);
    }

    public SocketException ToException() =>
        new((int)(first?.SocketErrorCode ?? SocketError.HostNotFound), reasons.Count == 0
            ? "The name has no address"
            : $"Connecting failed: {string.Join("; ", addresses.Zip(reasons, (address, reason) => $"{address}: {reason}"))}");
}
