using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Partime.Tool.Processes;

/// <summary>Worker processes as only Linux can have them.</summary>
internal sealed class LinuxHome : WorkerHome
{
    private const string FolderOfParent = "the parent's folder";

    /// <summary>What a worker has inherited.</summary>
    public static WorkerParent Parent() => new(
        new LinuxFile(WorkerDescriptors.Board, FolderOfParent), new LinuxFile(WorkerDescriptors.Texts, FolderOfParent), new SocketChannel(WorkerDescriptors.Control));

    public override string MemoryFolder => "/dev/shm";

    public override bool TryCreateFile(string folder, [NotNullWhen(true)] out SharedFile? file, out FileRefusal refusal) => LinuxFile.TryCreate(folder, out file, out refusal);

    public override WorkerStarter StarterOf(string argument, SharedBoardMemory memory, PoolArguments pool) => new LinuxStarter(argument, memory, pool);

    public override WorkerEvents CreateEvents() => new PolledEvents();
}

internal sealed class LinuxStarter(string argument, SharedBoardMemory memory, PoolArguments pool) : WorkerStarter
{
    private readonly WorkerCommand command = new(argument, WorkerArguments.NumbersOf(memory, pool));
    private readonly int nullDevice = WorkerDescriptors.MoveAbove(LibC.open("/dev/null", LibC.O_RDWR | LibC.O_CLOEXEC, 0));

    public override void Dispose()
    {
        command.Dispose();
        _ = LibC.close(nullDevice);
    }

    protected override WorkerProcess Spawn(int number, WorkerEvents events) => LinuxWorker.Start(number, command, GivenDescriptors.Of(memory, nullDevice));
}

/// <summary>Waits for the descriptors of all workers at once.</summary>
internal sealed unsafe class PolledEvents : WorkerEvents
{
    /// <summary>See <see cref="LinuxWorker.FillPolled"/>.</summary>
    private const int PolledPerWorker = 3;

    private readonly int wake;
    private PollFd[] polled = new PollFd[1];

    public PolledEvents()
    {
        wake = LibC.eventfd(0, LibC.EFD_CLOEXEC | LibC.EFD_NONBLOCK);
        if (wake < 0)
            throw new PartimeException($"Worker processes cannot be supervised: {LibC.LastError}. Raise the limit on open files (ulimit -n).") { NamesLimit = true };
    }

    public override void Wait(IReadOnlyList<WorkerProcess> workers, int timeoutMs)
    {
        var count = 1 + (PolledPerWorker * workers.Count);
        if (polled.Length < count)
            polled = new PollFd[count];
        polled[0] = new PollFd { Fd = wake, Events = LibC.POLLIN };
        for (var i = 0; i < workers.Count; i++)
            ((LinuxWorker)workers[i]).FillPolled(PolledOf(i));
        fixed (PollFd* start = polled)
            while (LibC.poll(start, (nuint)count, timeoutMs) < 0)
                if (Marshal.GetLastPInvokeError() != LibC.EINTR)
                    throw new InvalidOperationException($"Waiting for workers failed: {LibC.LastError}.");
        for (var i = 0; i < workers.Count; i++)
            ((LinuxWorker)workers[i]).ReadPolled(PolledOf(i));
        // Resets the event, whose value does not matter.
        long ignored;
        _ = LibC.read(wake, (byte*)&ignored, sizeof(long));
    }

    public override void Wake()
    {
        var one = 1L;
        _ = LibC.write(wake, (byte*)&one, sizeof(long));
    }

    public override void Dispose() => _ = LibC.close(wake);

    private Span<PollFd> PolledOf(int worker) => polled.AsSpan(1 + (PolledPerWorker * worker), PolledPerWorker);
}
