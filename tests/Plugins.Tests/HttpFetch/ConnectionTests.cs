using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Partime.Plugins.HttpFetch;

namespace Partime.Plugins.Tests.HttpFetch;

public class ConnectionTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(250);

    /// <summary>Long enough for a busy machine to get to the phase that does not end.</summary>
    private static readonly TimeSpan Limit = Pace.Of(TimeSpan.FromSeconds(1));

    [Theory(Timeout = Fetches.Limit)]
    [BothWays("http", "while connecting to 127.0.0.1:")]
    [BothWays("https", "while connecting to 127.0.0.1:")]
    public async Task AnAddressThatDoesNotAnswerIsNamedWhenTheTimeIsOver(Way way, string scheme, string phase)
    {
        await using var server = await SilentServer.StartAsync(IPAddress.Loopback);
        await using var fetch = await Fetches.StartAsync(fetch => fetch.Timeout = Limit);

        var error = await Assert.ThrowsAsync<TimeoutException>(() => fetch.DoAsync(way, $"{scheme}://{server.Address}/"));

        Assert.EndsWith($"(option 'timeout'), {phase}{server.Address.Port}.", error.Message, StringComparison.Ordinal);
    }

    [Theory(Timeout = Fetches.Limit)]
    [BothWays]
    public async Task AServerThatNeverAnswersTheHandshakeIsNamedWhenTheTimeIsOver(Way way)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await using var fetch = await Fetches.StartAsync(fetch => fetch.Timeout = Limit);

        var error = await Assert.ThrowsAsync<TimeoutException>(() => fetch.DoAsync(way, $"https://{listener.LocalEndpoint}/"));

        Assert.EndsWith($", in the TLS handshake with {listener.LocalEndpoint}.", error.Message, StringComparison.Ordinal);
    }

    [Theory(Timeout = Fetches.Limit)]
    [BothWays]
    public async Task ANameThatCannotBeResolvedIsNamed(Way way)
    {
        await using var fetch = await Fetches.StartAsync();

        var error = await Assert.ThrowsAsync<HttpRequestException>(() => fetch.DoAsync(way, "http://no-such-host.invalid/"));

        Assert.Contains("The name 'no-such-host.invalid' cannot be resolved: ", error.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Fetches.Limit)]
    public async Task ADeadAddressCostsAQuarterOfASecondAndOnlyOnce()
    {
        await using var dead = await SilentServer.StartAsync(IPAddress.Parse("127.0.0.2"));
        using var alive = new TcpListener(IPAddress.Loopback, dead.Address.Port);
        alive.Start();
        IPEndPoint[] addresses = [dead.Address, (IPEndPoint)alive.LocalEndpoint];
        var connector = new Connector();

        var durations = new List<TimeSpan>();
        for (var i = 0; i < 5; i++)
        {
            var start = Stopwatch.GetTimestamp();
            using var socket = await connector.ConnectAsync(addresses, CancellationToken.None);
            durations.Add(Stopwatch.GetElapsedTime(start));
            Assert.Equal(alive.LocalEndpoint, socket.RemoteEndPoint);
        }

        // A timer of .NET may come early by a tick of its coarse clock.
        Assert.True(durations[0] >= Short - TimeSpan.FromMilliseconds(20), $"{durations[0]}");
        Assert.True(durations.Skip(1).Min() < Short / 2, $"{durations.Skip(1).Min()}");
    }

    [Fact(Timeout = Fetches.Limit)]
    public async Task AfterAnAddressThatRefusesTheNextIsUsedAtOnce()
    {
        using var alive = new TcpListener(IPAddress.Loopback, 0);
        alive.Start();
        var port = ((IPEndPoint)alive.LocalEndpoint).Port;

        using var socket = await new Connector().ConnectAsync([new(IPAddress.Parse("127.0.0.2"), port), new(IPAddress.Loopback, port)], CancellationToken.None);

        Assert.Equal(alive.LocalEndpoint, socket.RemoteEndPoint);
    }

    [Fact(Timeout = Fetches.Limit)]
    public async Task AllAddressesThatRefuseAreNamed()
    {
        using var closed = new ClosedPort();
        IPEndPoint[] addresses = [new(IPAddress.Parse("127.0.0.2"), closed.Port), closed.Loopback];

        var error = await Assert.ThrowsAsync<SocketException>(() => new Connector().ConnectAsync(addresses, CancellationToken.None));

        Assert.StartsWith($"Connecting failed: 127.0.0.2:{closed.Port} and 127.0.0.1:{closed.Port}: ", error.Message, StringComparison.Ordinal);
        Assert.Equal(SocketError.ConnectionRefused, error.SocketErrorCode);
    }

    [Theory]
    [InlineData(SocketError.AddressNotAvailable, "no local port left")]
    [InlineData(SocketError.TooManyOpenSockets, "ulimit -n")]
    public void ALimitOfTheMachineIsNamedWithWhatToChange(SocketError error, string told)
    {
        var failures = new ConnectFailures();
        failures.Add(new IPEndPoint(IPAddress.Loopback, 80), new SocketException((int)error));

        Assert.Contains(told, failures.ToException().Message, StringComparison.Ordinal);
        Assert.Equal(error, failures.ToException().SocketErrorCode);
    }
}
