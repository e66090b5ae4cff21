using System.Runtime.InteropServices;

namespace Partime.Tool.Processes;

/// <summary>Starts a process with exactly the descriptors it is given, in a group of its own.</summary>
/// <remarks>Not <c>Process.Start</c>: that leaves descriptors open which others left open, cannot make a group before the process runs,
/// and tells a signal from an exit code of 128 and more only by the same number.</remarks>
internal static unsafe class Spawn
{
    /// <summary>Larger than what C libraries need for either.</summary>
    private const int SpawnStructBytes = 1024;

    /// <param name="path">The program.</param>
    /// <param name="arguments">Its arguments, beginning with the program.</param>
    /// <param name="environment">Its environment.</param>
    /// <param name="seats">What it finds as descriptor 0, 1, 2, …; nothing else of this process stays open.</param>
    /// <returns>Its process id.</returns>
    /// <exception cref="WorkerStartException">The system refuses.</exception>
    public static int Start(byte* path, byte** arguments, byte** environment, ReadOnlySpan<int> seats)
    {
        if (seats.Contains(-1))
            throw new WorkerStartException("something that it needs could not be opened");
        var actions = stackalloc byte[SpawnStructBytes];
        var attributes = stackalloc byte[SpawnStructBytes];
        _ = LibC.posix_spawn_file_actions_init(actions);
        _ = LibC.posix_spawnattr_init(attributes);
        try
        {
            for (var seat = 0; seat < seats.Length; seat++)
                _ = LibC.posix_spawn_file_actions_adddup2(actions, seats[seat], seat);
            CloseFromEnd(actions);
            UsualSignals(attributes);
            int pid;
            var error = LibC.posix_spawn(&pid, path, actions, attributes, arguments, environment);
            return error == 0 ? pid : throw new WorkerStartException(Marshal.GetPInvokeErrorMessage(error));
        }
        finally
        {
            _ = LibC.posix_spawn_file_actions_destroy(actions);
            _ = LibC.posix_spawnattr_destroy(attributes);
        }
    }

    /// <summary>What this process inherited and does not know of is not the workers' either.</summary>
    private static void CloseFromEnd(byte* actions)
    {
        try
        {
            _ = LibC.posix_spawn_file_actions_addclosefrom_np(actions, WorkerDescriptors.End);
        }
        catch (EntryPointNotFoundException)
        {
            // Not in this C library. Everything that .NET opens closes itself all the same.
        }
    }

    /// <summary>A group of its own, so that Ctrl-C does not reach it, and no signal ignored or blocked.</summary>
    private static void UsualSignals(byte* attributes)
    {
        const int SignalSetBytes = 128;
        var set = stackalloc byte[SignalSetBytes];
        new Span<byte>(set, SignalSetBytes).Clear();
        _ = LibC.posix_spawnattr_setsigmask(attributes, set);
        new Span<byte>(set, sizeof(ulong)).Fill(0xFF);
        _ = LibC.posix_spawnattr_setsigdefault(attributes, set);
        _ = LibC.posix_spawnattr_setpgroup(attributes, 0);
        _ = LibC.posix_spawnattr_setflags(attributes, LibC.POSIX_SPAWN_SETPGROUP | LibC.POSIX_SPAWN_SETSIGMASK | LibC.POSIX_SPAWN_SETSIGDEF);
    }
}
