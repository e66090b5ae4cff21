using System.Runtime.InteropServices;

namespace Partime.Tool.Processes;

/// <summary>Starts a process with exactly the given descriptors, in a session and process group of its own.</summary>
/// <remarks><c>Process.Start</c> does not do: it passes on descriptors that other code left open, it cannot create a group before the
/// process runs, and it reports a signal and an exit code above 128 as the same number.</remarks>
internal static unsafe class Spawn
{
    /// <summary>More than C libraries need for either structure.</summary>
    private const int SpawnStructBytes = 1024;

    /// <param name="path">The program.</param>
    /// <param name="arguments">Its arguments, beginning with the program.</param>
    /// <param name="environment">Its environment.</param>
    /// <param name="descriptors">What it finds as descriptor 0, 1, 2, …; no other descriptor of this process stays open in it.</param>
    /// <returns>Its process id.</returns>
    /// <exception cref="WorkerStartException">The system refuses.</exception>
    public static int Start(byte* path, byte** arguments, byte** environment, ReadOnlySpan<int> descriptors)
    {
        if (descriptors.Contains(-1))
            throw new WorkerStartException("a file that it needs could not be opened");
        var actions = stackalloc byte[SpawnStructBytes];
        var attributes = stackalloc byte[SpawnStructBytes];
        _ = LibC.posix_spawn_file_actions_init(actions);
        _ = LibC.posix_spawnattr_init(attributes);
        try
        {
            ChangeFolder(actions);
            for (var number = 0; number < descriptors.Length; number++)
                _ = LibC.posix_spawn_file_actions_adddup2(actions, descriptors[number], number);
            CloseOtherDescriptors(actions);
            SetSessionAndSignals(attributes);
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

    /// <summary>Where the C library has no such action, the folder is that of this process.</summary>
    private static void ChangeFolder(byte* actions)
    {
        if (StartConditions.Folder < 0)
            return;
        try
        {
            _ = LibC.posix_spawn_file_actions_addfchdir_np(actions, StartConditions.Folder);
        }
        catch (EntryPointNotFoundException)
        {
            // Every run restores the folder of this process before it starts.
        }
    }

    /// <summary>Closes what this process has inherited without knowing.</summary>
    private static void CloseOtherDescriptors(byte* actions)
    {
        try
        {
            _ = LibC.posix_spawn_file_actions_addclosefrom_np(actions, WorkerDescriptors.End);
        }
        catch (EntryPointNotFoundException)
        {
            // Not in this C library. Descriptors that .NET opens are closed anyway.
        }
    }

    /// <summary>Creates a session without a terminal. So Ctrl-C does not reach the worker, and the system does not stop it when a program that a task has
    /// started asks the terminal for a password. Resets ignored and blocked signals.</summary>
    private static void SetSessionAndSignals(byte* attributes)
    {
        const int SignalSetBytes = 128;
        var set = stackalloc byte[SignalSetBytes];
        new Span<byte>(set, SignalSetBytes).Clear();
        _ = LibC.posix_spawnattr_setsigmask(attributes, set);
        new Span<byte>(set, sizeof(ulong)).Fill(0xFF);
        _ = LibC.posix_spawnattr_setsigdefault(attributes, set);
        _ = LibC.posix_spawnattr_setflags(attributes, LibC.POSIX_SPAWN_SETSID | LibC.POSIX_SPAWN_SETSIGMASK | LibC.POSIX_SPAWN_SETSIGDEF);
    }
}
