using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Partime.Tool.Cli;

/// <summary>A server on a free port of this machine that answers every request after a while, as one far away does.</summary>
internal sealed class TutorialServer : IAsyncDisposable
{
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(50);
    private static readonly byte[] Answer = Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello");

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource end = new();
    private readonly Task accepting;

    public TutorialServer()
    {
        listener.Start();
        Address = new Uri($"http://{listener.LocalEndpoint}/");
        accepting = AcceptAsync();
    }

    public Uri Address { get; }

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        await accepting;
        listener.Dispose();
        end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = AnswerAsync(await listener.AcceptTcpClientAsync(end.Token));
        }
        catch (OperationCanceledException)
        {
            // The tutorial is over.
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using (client)
            try
            {
                using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
                while (await reader.ReadLineAsync(end.Token) is { Length: > 0 })
                {
                    // The head of the request ends with an empty line.
                }
                await Task.Delay(Delay, end.Token);
                await client.GetStream().WriteAsync(Answer, end.Token);
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException)
            {
                // The client is gone, or the tutorial is over.
            }
    }
}
