using System.Net;
using System.Net.Sockets;

namespace Partime.Plugins.Tests.HttpFetch;

/// <summary>An address that answers no more attempts to connect: its queue is full, and the system drops what comes.</summary>
internal sealed class SilentServer : IAsyncDisposable
{
    private readonly Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly List<Socket> waiting = [];

    public IPEndPoint Address => (IPEndPoint)listener.LocalEndPoint!;

    public static async Task<SilentServer> StartAsync(IPAddress address)
    {
        var server = new SilentServer();
        server.listener.Bind(new IPEndPoint(address, 0));
        server.listener.Listen(0);
        while (await server.IsAnsweredAsync())
        {
        }
        return server;
    }

    public ValueTask DisposeAsync()
    {
        listener.Dispose();
        waiting.ForEach(socket => socket.Dispose());
        return ValueTask.CompletedTask;
    }

    private async Task<bool> IsAnsweredAsync()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        waiting.Add(socket);
        try
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
            await socket.ConnectAsync(Address, patience.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
