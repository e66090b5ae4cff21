namespace Partime.Tool.Processes;

/// <summary>Descriptors made on the way to a new worker: closed at the end, except those that are kept.</summary>
internal sealed unsafe class OwnedDescriptors : IDisposable
{
    /// <summary>What the rest of the process may still need: outputs, and libraries, each of which the runtime keeps open.</summary>
    private const int LeftForOthers = 24;

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

    /// <summary>Both, before anything is refused, so that both are closed then.</summary>
    private (int, int) Own(int one, int other)
    {
        (one, other) = (WorkerDescriptors.MoveAbove(one), WorkerDescriptors.MoveAbove(other));
        descriptors.Add(one);
        descriptors.Add(other);
        return one >= 0 && other >= 0 && Math.Max(one, other) < Most() ? (one, other) : throw new WorkerStartException("Too many open files");
    }

    private static long Most()
    {
        var limits = stackalloc ulong[2];
        return LibC.getrlimit(LibC.RLIMIT_NOFILE, limits) == 0 ? (long)Math.Min(limits[0], int.MaxValue) - LeftForOthers : int.MaxValue;
    }
}
