namespace Partime.Tool.Processes;

/// <summary>The descriptors that a worker process finds open when it starts, after standard input, output and error.</summary>
internal static class WorkerDescriptors
{
    /// <summary>Messages to and from the parent.</summary>
    public const int Control = 3;

    /// <summary>The reading end of a pipe whose other end closes when the parent ends, however it ends.</summary>
    public const int Lifeline = 4;

    public const int Board = 5;

    public const int Texts = 6;

    /// <summary>The first number that a worker does not have.</summary>
    public const int End = 7;

    /// <summary>Moves a descriptor of the parent out of the worker's range. The worker's descriptors are copied one by one, and a copy
    /// must not overwrite the source of a later one.</summary>
    /// <returns>The descriptor, or -1 with the system's error.</returns>
    public static int MoveAbove(int descriptor)
    {
        if (descriptor is < 0 or >= End)
            return descriptor;
        var moved = LibC.fcntl(descriptor, LibC.F_DUPFD_CLOEXEC, End);
        _ = LibC.close(descriptor);
        return moved;
    }
}

/// <summary>What the starter of a process chooses among its descriptors.</summary>
internal readonly record struct GivenDescriptors(int Input, int Board, int Texts)
{
    public static GivenDescriptors Of(SharedBoardMemory memory, int nullDevice) => new(nullDevice, memory.Descriptor, memory.TextDescriptor);
}

/// <summary>Descriptors created for a new worker. They are closed at the end, except those that are kept.</summary>
internal sealed unsafe class OwnedDescriptors : IDisposable
{
    /// <summary>Left for the rest of the process: outputs, and libraries, each of which the runtime keeps open.</summary>
    private const int Reserved = 24;

    private readonly HashSet<int> descriptors = [];

    public (int Ours, int Theirs) SocketPair()
    {
        var pair = stackalloc int[2];
        return LibC.socketpair(pair) == 0 ? Own(pair[0], pair[1]) : throw new WorkerStartException(LibC.LastError);
    }

    public (int Reader, int Writer) Pipe()
    {
        var pair = stackalloc int[2];
        return LibC.pipe2(pair, LibC.O_CLOEXEC) == 0 ? Own(pair[0], pair[1]) : throw new WorkerStartException(LibC.LastError);
    }

    public void Keep(params ReadOnlySpan<int> kept)
    {
        foreach (var descriptor in kept)
            descriptors.Remove(descriptor);
    }

    public void Dispose()
    {
        foreach (var descriptor in descriptors)
            if (descriptor >= 0)
                _ = LibC.close(descriptor);
    }

    /// <summary>Adds both before it can fail, so that both are closed then.</summary>
    private (int, int) Own(int one, int other)
    {
        (one, other) = (WorkerDescriptors.MoveAbove(one), WorkerDescriptors.MoveAbove(other));
        descriptors.Add(one);
        descriptors.Add(other);
        return one >= 0 && other >= 0 && Math.Max(one, other) < Limit() ? (one, other) : throw new WorkerStartException("Too many open files");
    }

    private static long Limit()
    {
        var limits = stackalloc ulong[2];
        return LibC.getrlimit(LibC.RLIMIT_NOFILE, limits) == 0 ? (long)Math.Min(limits[0], int.MaxValue) - Reserved : int.MaxValue;
    }
}
