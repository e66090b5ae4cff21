using System.Text;

namespace Partime.Tool.Processes;

/// <summary>A worker's side of the channel: a thread hears what the parent says, while another works.</summary>
internal sealed unsafe class WorkerControl : IDisposable
{
    private readonly SemaphoreSlim arrived = new(0);
    private readonly WorkerRecord* record;
    private readonly Lock gate = new();
    private volatile CancellationTokenSource source = new();
    private volatile bool isStopped;
    private long overdue = -1;
    private byte next;

    public WorkerControl(Channel channel, WorkerRecord* record)
    {
        Channel = channel;
        this.record = record;
        new Thread(Hear, maxStackSize: 256 * 1024) { IsBackground = true, Name = "orders" }.Start();
    }

    public Channel Channel { get; }

    /// <summary>What tasks are to heed now.</summary>
    public CancellationToken Token => source.Token;

    /// <summary>Whether the user wants no more tasks to be started.</summary>
    public bool IsStopped => isStopped;

    /// <summary>Waits for <see cref="MessageKind.Work"/> or <see cref="MessageKind.Leave"/>.</summary>
    public byte WaitForNext()
    {
        arrived.Wait();
        return next;
    }

    /// <summary>Whether the task begun as the nth was told that it takes too long.</summary>
    public bool IsOverdue(long begun) => Volatile.Read(ref overdue) == begun;

    /// <summary>After a cancellation that was meant for one task: the next ones have a fresh token.</summary>
    public void Renew()
    {
        lock (gate)
            if (!isStopped && source.IsCancellationRequested)
                source = new CancellationTokenSource();
    }

    public void Say(byte letter, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text).AsSpan();
        Channel.Send([letter, .. bytes[..Math.Min(bytes.Length, Channel.Longest - 1)]]);
    }

    public void Dispose()
    {
        arrived.Dispose();
        source.Dispose();
    }

    private void Hear()
    {
        Span<byte> message = stackalloc byte[16];
        while (true)
        {
            if (Channel.Receive(message) == 0)
                // The channel has been closed under the worker, which is of no use to anybody now.
                LibC._exit(ExitCode.Bug);
            switch (message[0])
            {
                case MessageKind.Stop:
                    Stop();
                    break;
                case MessageKind.Cancel:
                    CancelTask(Channel.Number(message));
                    break;
                default:
                    next = message[0];
                    arrived.Release();
                    break;
            }
        }
    }

    private void Stop()
    {
        CancellationTokenSource stopped;
        lock (gate)
        {
            isStopped = true;
            stopped = source;
        }
        Cancel(stopped);
    }

    private void CancelTask(long begun)
    {
        CancellationTokenSource cancelled;
        lock (gate)
        {
            if (Volatile.Read(ref record->Begun) != begun)
                return;
            Volatile.Write(ref overdue, begun);
            cancelled = source;
        }
        Cancel(cancelled);
    }

    /// <summary>Elsewhere, as callbacks and continuations of the plugin may run then, and block or throw.</summary>
    private static void Cancel(CancellationTokenSource source) => _ = source.CancelAsync();
}
