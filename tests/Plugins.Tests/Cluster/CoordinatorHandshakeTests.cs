using System.IO.Pipelines;
using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Partime.Plugins.Cluster;

namespace Partime.Plugins.Tests.Cluster;

/// <summary>Who gets through to the coordinator, over connections in memory.</summary>
public sealed class CoordinatorHandshakeTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    private readonly Identity identity = Identity.New(new IPEndPoint(IPAddress.Loopback, 7077));
    private readonly FakeSession session = new();
    private readonly Ends node, ours;
    private readonly CoordinatorHandshake handshake;

    public CoordinatorHandshakeTests()
    {
        (node, ours) = Ends.Pair();
        handshake = new CoordinatorHandshake(identity, identity.Address, new Refusals(session), _ => { }, _ => { });
    }

    public void Dispose() => identity.Dispose();

    [Fact]
    public void ConnectingMayTakeANodeAsLongAsItsHandshake()
    {
        using var client = NodeClient.BuildClient(identity.Token, new NodeHandshake(identity.Token, Guid.NewGuid()), () => { });
        Assert.Equal(Handshake.Limit, client.Services.GetRequiredService<IOptions<ConnectionOptions>>().Value.OpenConnectionTimeout);
    }

    /// <summary>As after Ctrl-C while it starts: what it says of its state would hide that.</summary>
    [Fact]
    public async Task ASiloThatIsStillStartingEndsInSilence()
    {
        using var closed = new ClosedPort();
        var timing = new Timing(TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(1), TimeSpan.Zero);
        var silo = new Partime.Plugins.Cluster.Silo(new Coordinator(session, timing), handshake, closed.Loopback, closed.Loopback);
        _ = silo.StartAsync(CancellationToken.None);
        Assert.Null(await Record.ExceptionAsync(async () => await silo.DisposeAsync()));
    }

    [Fact]
    public async Task ANodeWithTheTokenGetsThroughAndBothWaysAreOpen()
    {
        var coordinator = CoordinatorAsync();
        var received = new TaskCompletionSource<string>();
        await ConnectAsync(identity.Token, async connection =>
        {
            await connection.Transport.Output.WriteAsync(Encoding.ASCII.GetBytes("hello"));
            var answer = await connection.Transport.Input.ReadAsync();
            received.SetResult(Encoding.ASCII.GetString(answer.Buffer));
        }).WaitAsync(Limit);

        Assert.Equal("hello, too", await received.Task);
        Assert.True(await coordinator.WaitAsync(Limit));
        Assert.Empty(session.Sentences);
    }

    [Fact]
    public async Task AWrongSecretIsRefusedAndBothSidesKnow()
    {
        var coordinator = CoordinatorAsync();
        var reply = await IntroduceAsync(identity.Token with { Secret = JoinToken.NewSecret() }, Handshake.Version);
        Assert.Equal(HandshakeStatus.UnknownToken, reply.Status);
        Assert.Contains("does not accept this token", Probe.Of(reply, identity.Token).Sentence, StringComparison.Ordinal);
        Assert.False(await coordinator.WaitAsync(Limit));
        Assert.Contains("does not know the secret", Assert.Single(session.Sentences), StringComparison.Ordinal);
        Assert.Equal(1, session.Refused);
    }

    [Fact]
    public async Task ANodeOfAnotherVersionIsRefusedAndBothSidesKnowBothVersions()
    {
        var coordinator = CoordinatorAsync();
        var reply = await IntroduceAsync(identity.Token, "9.9.9");
        Assert.Equal((HandshakeStatus.OtherVersion, Handshake.Version), (reply.Status, reply.Version));
        Assert.False(await coordinator.WaitAsync(Limit));
        Assert.Contains($"it is partime 9.9.9, and this is partime {Handshake.Version}", Assert.Single(session.Sentences), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ANodeRefusesACoordinatorWithAnotherCertificateBeforeItShowsAnything()
    {
        var coordinator = CoordinatorAsync();
        await Assert.ThrowsAnyAsync<AuthenticationException>(() => ConnectAsync(identity.Token with { Fingerprint = new byte[32] }, _ => Task.CompletedTask).WaitAsync(Limit));
        Assert.False(await coordinator.WaitAsync(Limit));
        Assert.Equal(1, session.Refused);
    }

    [Fact]
    public async Task PlainTextIsRefused()
    {
        var coordinator = CoordinatorAsync();
        await node.Output.WriteAsync(Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        await node.Output.CompleteAsync();
        Assert.False(await coordinator.WaitAsync(Limit));
        Assert.Contains("it is no node of partime", Assert.Single(session.Sentences), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AConnectionWithoutATokenIsRefusedAndOneWithNonsense()
    {
        var coordinator = CoordinatorAsync();
        await using (var tls = await EncryptAsync())
            await tls.WriteAsync(Enumerable.Repeat((byte)0xFF, 1000).ToArray());
        Assert.False(await coordinator.WaitAsync(Limit));
        Assert.Equal(1, session.Refused);
    }

    [Fact]
    public async Task WhatWasRecordedCannotBeUsedAgain()
    {
        var hello = new Hello(Purpose.Work, Guid.NewGuid(), "1", "machine");
        var (there, back) = Ends.Pair();
        var recording = new RecordingStream(there);
        var accepting = AcceptAsync(new TransportStream(back));
        await Handshake.IntroduceAsync(recording, identity.Token, hello, CancellationToken.None).WaitAsync(Limit);
        Assert.Equal(hello, await accepting.WaitAsync(Limit));

        (there, back) = Ends.Pair();
        accepting = AcceptAsync(new TransportStream(back));
        await there.Output.WriteAsync(recording.Written.ToArray());
        Assert.Null(await accepting.WaitAsync(Limit));

        Task<Hello?> AcceptAsync(Stream stream) => Handshake.AcceptAsync(stream, identity.Token, _ => new Reply(HandshakeStatus.Accepted, "1", Guid.NewGuid(), identity.Address), CancellationToken.None);
    }

    [Fact]
    public async Task AFloodOfSilentConnectionsKeepsNoNodeOut()
    {
        var silent = Enumerable.Range(0, 64).Select(_ => PassAsync(Ends.Pair().There)).ToList();
        var coordinator = CoordinatorAsync();
        Assert.Equal(HandshakeStatus.Accepted, (await IntroduceAsync(identity.Token, Handshake.Version)).Status);
        Assert.True(await coordinator.WaitAsync(Limit));
        // The first of them had to go.
        Assert.False(await silent[0].WaitAsync(Limit));
    }

    /// <returns>Whether the connection got through.</returns>
    private async Task<bool> CoordinatorAsync()
    {
        var passed = await PassAsync(ours);
        await ours.Output.CompleteAsync();
        return passed;
    }

    private async Task<bool> PassAsync(Ends ends)
    {
        var passed = false;
        await handshake.Of(async connection =>
        {
            passed = true;
            var question = await connection.Transport.Input.ReadAsync();
            await connection.Transport.Output.WriteAsync(Encoding.ASCII.GetBytes($"{Encoding.ASCII.GetString(question.Buffer)}, too"));
        })(new DefaultConnectionContext("coordinator", ends, ends));
        return passed;
    }

    private async Task ConnectAsync(JoinToken token, ConnectionDelegate next)
    {
        try
        {
            await new NodeHandshake(token, Guid.NewGuid()).Of(next, () => { })(new DefaultConnectionContext("node", node, node));
        }
        finally
        {
            await node.Output.CompleteAsync();
        }
    }

    private async Task<Reply> IntroduceAsync(JoinToken token, string version)
    {
        await using var tls = await EncryptAsync();
        var reply = await Handshake.IntroduceAsync(tls, token, new Hello(Purpose.Work, Guid.NewGuid(), version, "elsewhere"), CancellationToken.None).WaitAsync(Limit);
        await node.Output.CompleteAsync();
        return reply;
    }

    private async Task<SslStream> EncryptAsync()
    {
        var tls = new SslStream(new TransportStream(node), leaveInnerStreamOpen: false, (_, certificate, _, _) => Identity.FingerprintOf(certificate!).AsSpan().SequenceEqual(identity.Token.Fingerprint));
        await tls.AuthenticateAsClientAsync("partime").WaitAsync(Limit);
        return tls;
    }

    private sealed class RecordingStream(Ends ends) : MemoryStream
    {
        private readonly TransportStream inner = new(ends);

        public MemoryStream Written { get; } = new();

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => inner.ReadAsync(buffer, cancellationToken);

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Written.Write(buffer.Span);
            return inner.WriteAsync(buffer, cancellationToken);
        }

        public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);
    }
}

/// <summary>One end of a connection in memory.</summary>
internal sealed record Ends(PipeReader Input, PipeWriter Output) : IDuplexPipe
{
    public static (Ends Here, Ends There) Pair()
    {
        var (there, back) = (new Pipe(), new Pipe());
        return (new Ends(back.Reader, there.Writer), new Ends(there.Reader, back.Writer));
    }
}

/// <summary>A session that remembers what it is told.</summary>
internal sealed class FakeSession : INodeSession
{
    public List<string> Sentences { get; } = [];

    public List<NodeInfo> Joined { get; } = [];

    public long Refused { get; private set; }

    public long Requeued { get; private set; }

    public int MaxWorkers { get; init; }

    public string Folder { get; init; } = "";

    public INodeProcess StartNode(string told) => throw new NotSupportedException();

    public void Join(NodeInfo node) => Joined.Add(node);

    public void Count(NodeEvent happened, long times)
    {
        Refused += happened == NodeEvent.ConnectionRefused ? times : 0;
        Requeued += happened == NodeEvent.TaskRequeued ? times : 0;
    }

    public void Notify(string sentence) => Sentences.Add(sentence);
}
