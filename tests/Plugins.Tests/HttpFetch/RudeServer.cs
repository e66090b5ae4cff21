using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Partime.Plugins.Tests.HttpFetch;

/// <summary>Accepts connections, sends the same bytes to each whatever it asks for, and hangs up.</summary>
internal sealed class RudeServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly Task serving;
    private int requests;

    public RudeServer(string answer)
    {
        listener.Start();
        serving = ServeAsync(Encoding.ASCII.GetBytes(answer));
    }

    public string Url => $"http://{listener.LocalEndpoint}/";

    public int Requests => Volatile.Read(ref requests);

    public async ValueTask DisposeAsync()
    {
        listener.Dispose();
        await serving;
    }

    private async Task ServeAsync(byte[] answer)
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync();
                await using var stream = client.GetStream();
                using var reader = new StreamReader(stream);
                if (await reader.ReadLineAsync() is { Length: > 0 })
                    Interlocked.Increment(ref requests);
                while (await reader.ReadLineAsync() is { Length: > 0 })
                {
                }
                await stream.WriteAsync(answer);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The listener is closed: the test is over.
        }
    }
}
