using System.Text;

namespace Partime.Tool.Processes;

/// <summary>A worker's end of the channel. A thread receives the parent's messages while another one runs tasks.</summary>
internal sealed unsafe class WorkerControl : IDisposable
{
    private readonly SemaphoreSlim arrived = new(0);
    private readonly WorkerRecord* record;
    private readonly Lock gate = new();
    private volatile CancellationTokenSource source = new();
    private volatile bool isStopped;
    private long timedOut = -1;
    private byte next;

    public WorkerControl(Channel channel, WorkerRecord* record)
    {
        Channel = channel;
        this.record = record;
        new Thread(ReceiveMessages, maxStackSize: 256 * 1024) { IsBackground = true, Name = "control" }.Start();
    }

    public Channel Channel { get; }

    /// <summary>The token for the next task.</summary>
    public CancellationToken Token => source.Token;

    /// <summary>Whether the run was interrupted, so that no more tasks may be started.</summary>
    public bool IsStopped => isStopped;

    /// <summary>Waits for <see cref="MessageKind.Work"/> or <see cref="MessageKind.Exit"/>.</summary>
    public byte WaitForNext()
    {
        arrived.Wait();
        return next;
    }

    /// <summary>Whether the task started as the nth was cancelled because of its time limit.</summary>
    public bool IsTimedOut(long started) => Volatile.Read(ref timedOut) == started;

    /// <summary>Replaces a token that was cancelled for one task only.</summary>
    public void RenewToken()
    {
        lock (gate)
            if (!isStopped && source.IsCancellationRequested)
                source = new CancellationTokenSource();
    }

    /// <summary>Says on the board how far this process is with ending its workload, so that the parent knows if it dies or hangs meanwhile.</summary>
    public void SetExiting(int exiting) => Volatile.Write(ref record->Exiting, exiting);

    public void Send(byte kind, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text).AsSpan();
        Channel.Send([kind, .. bytes[..Math.Min(bytes.Length, Channel.MaxMessageBytes - 1)]]);
    }

    public void Dispose()
    {
        arrived.Dispose();
        source.Dispose();
    }

    private void ReceiveMessages()
    {
        Span<byte> message = stackalloc byte[16];
        while (true)
        {
            if (Channel.Receive(message) == 0)
                Channel.ExitWhenClosed();
            switch (message[0])
            {
                case MessageKind.Stop:
                    Stop();
                    break;
                case MessageKind.Cancel:
                    CancelTask(Channel.ReadNumber(message));
                    break;
                case MessageKind.Work or MessageKind.Exit:
                    next = message[0];
                    arrived.Release();
                    break;
                default:
                    // Written by a task, which is not the parent.
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

    private void CancelTask(long started)
    {
        CancellationTokenSource cancelled;
        lock (gate)
        {
            if (Volatile.Read(ref record->TasksStarted) != started)
                return;
            Volatile.Write(ref timedOut, started);
            cancelled = source;
        }
        Cancel(cancelled);
    }

    /// <summary>On another thread, because callbacks and continuations of the plugin run then, and may block or throw.</summary>
    private static void Cancel(CancellationTokenSource source) => _ = source.CancelAsync();
}
