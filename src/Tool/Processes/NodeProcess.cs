using System.Runtime.InteropServices;

namespace Partime.Tool.Processes;

/// <summary>A node on this machine: partime, started again with a lifeline like a worker, and with worker processes of its own. A thread reads its
/// output and reaps it.</summary>
internal sealed class NodeProcess : INodeProcess
{
    /// <summary>The first argument of its command line.</summary>
    public const string Argument = "node-process";

    private readonly TaskCompletionSource<string> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly LinuxWorker process;

    /// <summary>Nothing may be killed by its id once it is reaped.</summary>
    private readonly Lock reaping = new();

    private NodeProcess(LinuxWorker process) => this.process = process;

    public int Id => process.Pid;

    public Task<string> Ended => ended.Task;

    /// <param name="number">Its number among those of this process.</param>
    /// <param name="input">What it reads from its standard input: that is seen by no other process.</param>
    /// <exception cref="PartimeException">It cannot be started.</exception>
    public static NodeProcess Start(int number, ReadOnlySpan<byte> input)
    {
        if (!OperatingSystem.IsLinux())
            throw new PartimeException("Nodes need Linux: choose among serial, threads, thread-pool, parallel and async.");
        MemoryKills.Watch();
        var nullDevice = WorkerDescriptors.MoveAbove(LibC.open("/dev/null", LibC.O_RDWR | LibC.O_CLOEXEC, 0));
        using var command = new WorkerCommand(Argument, []);
        try
        {
            using var descriptors = new OwnedDescriptors();
            var (reader, writer) = descriptors.Pipe();
            var node = new NodeProcess(LinuxWorker.Start(number, command, new GivenDescriptors(reader, nullDevice, nullDevice)));
            // First, as it may have died, and a full pipe would wait for it.
            new Thread(node.Watch, maxStackSize: 256 * 1024) { IsBackground = true, Name = $"node {number}" }.Start();
            for (var rest = input; !rest.IsEmpty && Write(writer, rest) is > 0 and var written; rest = rest[written..])
            {
                // Until it has all of it, or has closed its end.
            }
            return node;
        }
        catch (WorkerStartException exception)
        {
            throw new PartimeException($"No node can be started: {exception.Message}. Raise the limits on processes and open files (ulimit -u, ulimit -n).", exception) { NamesLimit = true };
        }
        finally
        {
            _ = LibC.close(nullDevice);
        }
    }

    /// <summary>The lifelines of its worker processes end with it.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (reaping)
            process.Kill(KillReason.End);
        await Ended.ConfigureAwait(false);
    }

    private static unsafe int Write(int pipe, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
            return (int)LibC.write(pipe, start, bytes.Length);
    }

    private unsafe void Watch()
    {
        var polled = stackalloc PollFd[3];
        var hasExited = false;
        while (!hasExited)
        {
            process.FillPolled(new Span<PollFd>(polled, 3));
            // It says nothing on the channel, which would only wake this thread for its end.
            polled[0].Fd = -1;
            if (LibC.poll(polled, 3, -1) < 0 && Marshal.GetLastPInvokeError() != LibC.EINTR)
                break;
            if (polled[1].Returned != 0)
                process.ReadOutput();
            hasExited = polled[2].Returned != 0;
        }
        ExitStatus status;
        lock (reaping)
            (status, _) = process.Reap();
        ended.SetResult($"{status}.{process.OutputTail.ToSentence()}");
    }
}
