using System.Net;
using System.Net.Sockets;
using System.Text;
using Partime.Plugins.Cluster;

namespace Partime.Plugins.Tests.Cluster;

/// <summary>The join token, where it is kept, and what a node finds behind its address.</summary>
public sealed class IdentityTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("partime-identity-").FullName;
    private readonly ClusterExecutor executor = new();

    private string File => Path.Combine(folder, "identity");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void TheTokenStaysTheSameUntilANewOneIsMade()
    {
        var first = JoinToken.Parse(executor.GetJoinToken(folder, "192.168.0.5:7077", renew: false));
        Assert.Equal(first.ToText(), executor.GetJoinToken(folder, null, renew: false));
        Assert.Equal((first with { Coordinator = IPEndPoint.Parse("10.0.0.1:80") }).ToText(), executor.GetJoinToken(folder, "10.0.0.1:80", renew: false));
        var renewed = JoinToken.Parse(executor.GetJoinToken(folder, null, renew: true));
        Assert.Equal("10.0.0.1:80", $"{renewed.Coordinator}");
        Assert.NotEqual(first.Secret, renewed.Secret);
        Assert.NotEqual(first.Fingerprint, renewed.Fingerprint);
        using var kept = Identity.Read(folder);
        Assert.Equal(renewed.ToText(), kept!.Token.ToText());
        Assert.True(kept.Certificate.HasPrivateKey);
    }

    [Fact]
    public void OnlyTheUserCanReadItAndAFileThatOthersCanReadIsRefused()
    {
        if (OperatingSystem.IsWindows())
            return;
        executor.GetJoinToken(folder, null, renew: false);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
        System.IO.File.SetUnixFileMode(File, UnixFileMode.UserRead | UnixFileMode.OtherRead);
        Assert.Contains("chmod 600", Assert.Throws<InvalidOperationException>(() => executor.GetJoinToken(folder, null, renew: false)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ADamagedFileIsNamedAndANewTokenMendsIt()
    {
        System.IO.File.WriteAllText(File, "something else\n");
        if (!OperatingSystem.IsWindows())
            System.IO.File.SetUnixFileMode(File, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Assert.Contains("--new", Assert.Throws<InvalidOperationException>(() => executor.GetJoinToken(folder, null, renew: false)).Message, StringComparison.Ordinal);
        Assert.StartsWith("pt1/", executor.GetJoinToken(folder, null, renew: true), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("7077")]
    [InlineData("192.168.0.5")]
    [InlineData("192.168.0.5:0")]
    [InlineData("no such name:7077")]
    public void AnAddressThatIsNoneIsRefused(string address) =>
        Assert.Contains("is no address with a port", Assert.Throws<InvalidOperationException>(() => executor.GetJoinToken(folder, address, renew: false)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("0.0.0.0:7077")]
    [InlineData("[::]:7077")]
    public void AnAddressThatNodesCannotConnectToIsRefused(string address) =>
        Assert.Contains("nodes connect to one", Assert.Throws<InvalidOperationException>(() => executor.GetJoinToken(folder, address, renew: false)).Message, StringComparison.Ordinal);

    [Fact]
    public void ATokenIsReadBackAndItsTextInMessagesLacksTheSecret()
    {
        using var identity = Identity.New(new IPEndPoint(IPAddress.IPv6Loopback, 7077));
        var read = JoinToken.Parse($" {identity.Token.ToText()}\n");
        Assert.Equal(identity.Token.ToText(), read.ToText());
        Assert.DoesNotContain(Convert.ToHexString(identity.Secret), $"{read}", StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("")]
    [InlineData("pt1/127.0.0.1:7077")]
    [InlineData("pt1/127.0.0.1:7077/00/11")]
    [InlineData("pt1/nowhere/0000000000000000000000000000000000000000000000000000000000000000/0000000000000000000000000000000000000000000000000000000000000000")]
    public void ATokenThatIsNoneIsRefusedWithoutBeingShown(string text)
    {
        var error = Assert.Throws<InvalidOperationException>(() => JoinToken.Parse(text));
        Assert.StartsWith("This is no join token", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("00", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ANodeLooksForItsCoordinatorUntilSomethingListensOrTheNodeEnds()
    {
        using var closed = new ClosedPort();
        using var identity = Identity.New(closed.Loopback);
        var handshake = new NodeHandshake(identity.Token, Guid.NewGuid());
        using var ending = new CancellationTokenSource();
        var looking = handshake.AwaitListenerAsync(ending.Token);
        await ending.CancelAsync();
        Assert.Null(await looking);
        looking = handshake.AwaitListenerAsync(CancellationToken.None);
        closed.Listen();
        using var connection = await looking;
        Assert.True(connection?.Connected);
    }

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n", "is no coordinator of partime")]
    [InlineData("", "closes connections at once")]
    public async Task ANodeSaysWhatItFindsInThePlaceOfItsCoordinator(string answer, string told)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var identity = Identity.New((IPEndPoint)listener.LocalEndpoint);
        var probing = new NodeHandshake(identity.Token, Guid.NewGuid()).ProbeAsync(CancellationToken.None);
        using (var client = await listener.AcceptTcpClientAsync())
        {
            await client.GetStream().ReadExactlyAsync(new byte[64]);
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(answer));
        }
        Assert.Contains(told, (await probing).Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ThereIsNoSessionWhereNothingListens()
    {
        using var closed = new ClosedPort();
        using var identity = Identity.New(closed.Loopback);
        Assert.Equal(ProbeResult.NoSession, (await new NodeHandshake(identity.Token, Guid.NewGuid()).ProbeAsync(CancellationToken.None)).Result);
    }
}
