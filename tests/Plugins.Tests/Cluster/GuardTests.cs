using System.IO.Pipelines;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Partime.Plugins.Cluster;

namespace Partime.Plugins.Tests.Cluster;

/// <summary>Who gets through to the coordinator, over a connection in memory.</summary>
public sealed class GuardTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private readonly X509Certificate2 certificate = Guard.NewCertificate();
    private readonly byte[] secret = JoinToken.NewSecret();
    private readonly List<string> told = [];
    private readonly IDuplexPipe node, ours;

    public GuardTests()
    {
        var (there, back) = (new Pipe(), new Pipe());
        (node, ours) = (new Ends(back.Reader, there.Writer), new Ends(there.Reader, back.Writer));
    }

    private JoinToken Token => new(new IPEndPoint(IPAddress.Loopback, 1), Guard.FingerprintOf(certificate), secret);

    public void Dispose() => certificate.Dispose();

    [Fact]
    public async Task ANodeWithTheTokenGetsThroughAndBothWaysAreOpen()
    {
        var coordinator = CoordinatorAsync();
        var received = new TaskCompletionSource<string>();
        await ConnectAsync(Token, async connection =>
        {
            await connection.Transport.Output.WriteAsync(Encoding.ASCII.GetBytes("hello"));
            var answer = await connection.Transport.Input.ReadAsync();
            received.SetResult(Encoding.ASCII.GetString(answer.Buffer));
        }).WaitAsync(Limit);

        Assert.Equal("hello, too", await received.Task);
        Assert.True(await coordinator.WaitAsync(Limit));
        Assert.Empty(told);
    }

    [Fact]
    public async Task AWrongSecretIsRefusedAndBothSidesKnow()
    {
        var coordinator = CoordinatorAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => ConnectAsync(Token with { Secret = JoinToken.NewSecret() }, _ => Task.CompletedTask).WaitAsync(Limit));
        Assert.False(await coordinator.WaitAsync(Limit));
        Assert.Single(told);
    }

    [Fact]
    public async Task ANodeRefusesACoordinatorWithAnotherCertificateBeforeItShowsTheSecret()
    {
        var coordinator = CoordinatorAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => ConnectAsync(Token with { Fingerprint = new byte[32] }, _ => Task.CompletedTask).WaitAsync(Limit));
        Assert.False(await coordinator.WaitAsync(Limit));
    }

    [Fact]
    public async Task PlainTextIsRefused()
    {
        var coordinator = CoordinatorAsync();
        await node.Output.WriteAsync(Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        await node.Output.CompleteAsync();
        Assert.False(await coordinator.WaitAsync(Limit));
        Assert.Single(told);
    }

    [Fact]
    public void ATokenIsReadBackAndItsTextInMessagesLacksTheSecret()
    {
        var read = JoinToken.Parse($" {Token.ToText()}\n");
        Assert.Equal((Token.Coordinator, Convert.ToHexString(Token.Fingerprint), Convert.ToHexString(secret)), (read.Coordinator, Convert.ToHexString(read.Fingerprint), Convert.ToHexString(read.Secret)));
        Assert.DoesNotContain(Convert.ToHexStringLower(secret), $"{Token}", StringComparison.OrdinalIgnoreCase);
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

    /// <returns>Whether the connection got through.</returns>
    private async Task<bool> CoordinatorAsync()
    {
        var passed = false;
        var coordinator = new Coordinator(null!, [], new Members([1], TimeSpan.FromSeconds(1)), TimeSpan.FromSeconds(4), told.Add);
        await Guard.OfCoordinator(certificate, secret, coordinator)(async connection =>
        {
            passed = true;
            var question = await connection.Transport.Input.ReadAsync();
            await connection.Transport.Output.WriteAsync(Encoding.ASCII.GetBytes($"{Encoding.ASCII.GetString(question.Buffer)}, too"));
        })(new DefaultConnectionContext("coordinator", ours, ours));
        await ours.Output.CompleteAsync();
        return passed;
    }

    private async Task ConnectAsync(JoinToken token, ConnectionDelegate next)
    {
        try
        {
            await Guard.OfNode(token, Guid.NewGuid())(next)(new DefaultConnectionContext("node", node, node));
        }
        finally
        {
            await node.Output.CompleteAsync();
        }
    }

    private sealed record Ends(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
