using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Partime.Plugins.Tests.HttpFetch;

/// <summary>Accepts connections, sends the same bytes to each whatever it asks for, and hangs up.</summary>
internal sealed class RudeServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource closing = new();
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
        await closing.CancelAsync();
        await serving;
        listener.Dispose();
        closing.Dispose();
    }

    private async Task ServeAsync(byte[] answer)
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync(closing.Token);
                await AnswerAsync(client, answer);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task AnswerAsync(TcpClient client, byte[] answer)
    {
        using var reader = new StreamReader(client.GetStream());
        if (await reader.ReadLineAsync(closing.Token) is { Length: > 0 })
            Interlocked.Increment(ref requests);
        while (await reader.ReadLineAsync(closing.Token) is { Length: > 0 })
        {
        }
        await client.GetStream().WriteAsync(answer, closing.Token);
    }
}
