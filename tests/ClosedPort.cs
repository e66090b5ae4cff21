using System.Net;
using System.Net.Sockets;

namespace Partime;

/// <summary>A port of this machine at which nothing listens, and which no other process gets.</summary>
/// <remarks>A listener that was stopped is no such port: a process that was started at that moment has it open until it executes its program.</remarks>
internal sealed class ClosedPort : IDisposable
{
    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public ClosedPort() => socket.Bind(new IPEndPoint(IPAddress.Any, 0));

    public int Port => ((IPEndPoint)socket.LocalEndPoint!).Port;

    public IPEndPoint Loopback => new(IPAddress.Loopback, Port);

    public void Listen() => socket.Listen();

    public void Dispose() => socket.Dispose();
}
