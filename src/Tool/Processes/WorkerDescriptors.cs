namespace Partime.Tool.Processes;

/// <summary>The descriptors that a worker process finds open when it begins.</summary>
internal static class WorkerDescriptors
{
    /// <summary>Messages to and from the parent.</summary>
    public const int Control = 3;

    /// <summary>The end of a pipe whose other end closes when the parent ends, however it ends.</summary>
    public const int Lifeline = 4;

    public const int Board = 5;

    public const int Texts = 6;

    /// <summary>The first that a worker does not have.</summary>
    public const int End = 7;

    /// <summary>Moves a descriptor of the parent out of the way: seats are taken one by one, and one that is to be copied to a later
    /// seat must not be where an earlier one is.</summary>
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
