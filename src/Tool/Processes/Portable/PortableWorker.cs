using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;

namespace Partime.Tool.Processes;

/// <summary>A worker process that <see cref="Process"/> has started. One thread reads its messages and waits for its exit, another one reads its output.</summary>
internal sealed class PortableWorker : WorkerProcess
{
    /// <summary>How long to wait for the rest of a dead worker's output, which processes that it has started may hold open.</summary>
    private static readonly TimeSpan OutputGrace = Patience.Of(seconds: 1);

    private const int StackBytes = 256 * 1024;

    private readonly Process process;
    private readonly WorkerEvents events;
    private readonly WorkerJob? job;
    private readonly PipeChannel channel;
    private readonly Thread outputReader;
    private readonly ConcurrentQueue<byte[]> messages = new();
    private volatile bool isDisconnected, hasExited, isClosed;

    public PortableWorker(int number, Process process, WorkerEvents events) : base(number)
    {
        (this.process, this.events, Pid) = (process, events, process.Id);
        job = OperatingSystem.IsWindows() ? WorkerJob.Of(process) : null;
        channel = new PipeChannel(process.StandardOutput.BaseStream, process.StandardInput.BaseStream);
        LiveWorkers.Add(Pid);
        // A process that it has left behind would hold its messages open.
        process.Exited += (_, _) =>
        {
            if (!isClosed)
                KillRest();
        };
        process.EnableRaisingEvents = true;
        outputReader = new Thread(ReadAllOutput, StackBytes) { IsBackground = true, Name = "worker output" };
        Listen();
    }

    public override bool HasMessages => !messages.IsEmpty || (isDisconnected && DisconnectedTicks == 0);

    /// <summary>Its thread reads it.</summary>
    public override bool HasOutput => false;

    public override bool HasExited => hasExited;

    protected override Channel Channel => channel;

    public override void ReadOutput()
    {
        if (hasExited)
            outputReader.Join(OutputGrace);
    }

    protected override int Receive(Span<byte> message)
    {
        // In this order: what was sent before the end is in the queue by then.
        var isOver = isDisconnected;
        if (!messages.TryDequeue(out var next))
            return isOver ? 0 : -1;
        next.CopyTo(message);
        return next.Length;
    }

    protected override void KillGroup()
    {
        ReadUsage();
        KillRest();
        try
        {
            process.Kill();
        }
        catch (Win32Exception)
        {
            // It is about to end.
        }
    }

    protected override (ExitStatus Exit, ResourceUsage? Usage) TakeExit() =>
        (ExitStatus.OfCode(process.ExitCode, OperatingSystem.IsWindows()), null);

    /// <summary>Outside of Windows, only while it lives: of one that ends by itself, the board has what it wrote last. Wine tells less than the worker itself has seen.</summary>
    private void ReadUsage()
    {
        try
        {
            SeenUsage = ResourceUsage.Of(process.UserProcessorTime.Ticks, process.PrivilegedProcessorTime.Ticks);
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception)
        {
            // It has ended.
        }
    }

    protected override void Close()
    {
        isClosed = true;
        job?.Dispose();
        channel.Close();
        // The process itself disposes of no stream that was asked for.
        process.StandardError.Dispose();
        process.Dispose();
    }

    private void Listen()
    {
        try
        {
            outputReader.Start();
            new Thread(ReadMessages, StackBytes) { IsBackground = true, Name = "worker messages" }.Start();
        }
        catch (OutOfMemoryException)
        {
            KillGroup();
            LiveWorkers.Remove(Pid);
            Close();
            throw new WorkerStartException("no thread can be created that listens to it");
        }
    }

    /// <summary>What it has started, and itself if it has made a group of its own by then.</summary>
    private void KillRest()
    {
        if (job is not null)
            job.Kill();
        else
            _ = LibC.kill(-Pid, LibC.SIGKILL);
    }

    private void ReadMessages()
    {
        Span<byte> message = stackalloc byte[Channel.MaxMessageBytes];
        while (channel.Receive(message) is > 0 and var length)
        {
            messages.Enqueue(message[..length].ToArray());
            events.Wake();
        }
        isDisconnected = true;
        events.Wake();
        process.WaitForExit();
        hasExited = true;
        events.Wake();
    }

    private void ReadAllOutput()
    {
        var buffer = new byte[4 * 1024];
        try
        {
            while (process.StandardError.BaseStream.Read(buffer) is > 0 and var count)
                OutputTail.Append(buffer.AsSpan(0, count));
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // Closed, because something else holds the output of a worker that is gone.
        }
    }
}
