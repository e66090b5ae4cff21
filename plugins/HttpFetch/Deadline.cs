using System.Diagnostics.CodeAnalysis;

namespace Partime.Plugins.HttpFetch;

/// <summary>The end of one fetch: its time limit or the end of the session, whichever comes first.</summary>
internal sealed class Deadline : IDisposable
{
    private readonly string url;
    private readonly TimeSpan limit;
    private readonly CancellationToken session;
    private readonly CancellationTokenSource source;

    public Deadline(string url, TimeSpan limit, CancellationToken session)
    {
        this.url = url;
        this.limit = limit;
        this.session = session;
        source = CancellationTokenSource.CreateLinkedTokenSource(session);
        source.CancelAfter(limit);
    }

    public CancellationToken Token => source.Token;

    /// <summary>What the fetch is doing.</summary>
    public string Phase { get; set; } = "";

    /// <summary>Whether the fetch failed because it ran out of time. The network stack reports that in several ways: as a cancellation, a
    /// closed stream or a broken connection.</summary>
    public bool Explains(Exception exception, [NotNullWhen(true)] out Exception? reason)
    {
        reason = session.IsCancellationRequested ? new OperationCanceledException(session)
            : source.IsCancellationRequested || exception is OperationCanceledException
                ? new TimeoutException($"'{url}' took longer than {limit.TotalSeconds} s (option 'timeout'), {Phase}.", exception)
                : null;
        return reason is not null;
    }

    public void Dispose() => source.Dispose();
}
