using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Partime.Plugins.Tests.HttpFetch;

/// <summary>Accepts connections, sends given bytes to each, and hangs up.</summary>
internal sealed class RudeServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource closing = new();
    private readonly Task serving;
    private readonly ConcurrentQueue<string> requests = [];

    public RudeServer(string answer) : this(_ => answer)
    {
    }

    /// <param name="answer">Gets the first line of a request.</param>
    public RudeServer(Func<string, string> answer)
    {
        listener.Start();
        serving = ServeAsync(answer);
    }

    public string Url => $"http://{listener.LocalEndpoint}/";

    public int Requests => requests.Count;

    /// <summary>The requests as they arrived, each up to its empty line.</summary>
    public IReadOnlyList<string> Heads => [.. requests];

    public IReadOnlyList<string> FirstLines => [.. requests.Select(request => request.Split('\n')[0])];

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        await serving;
        listener.Dispose();
        closing.Dispose();
    }

    private async Task ServeAsync(Func<string, string> answer)
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

    private async Task AnswerAsync(TcpClient client, Func<string, string> answer)
    {
        using var reader = new StreamReader(client.GetStream());
        var lines = new List<string>();
        while (await reader.ReadLineAsync(closing.Token) is { Length: > 0 } line)
            lines.Add(line);
        if (lines.Count > 0)
            requests.Enqueue(string.Join('\n', lines));
        await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(answer(lines.FirstOrDefault() ?? "")), closing.Token);
    }
}
