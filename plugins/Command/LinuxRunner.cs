using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Partime.Plugins.Command;

/// <summary>Starts commands on Linux. Their arguments are bytes, they have sessions of their own, and none outlives this process.</summary>
internal sealed class LinuxRunner : ICommandRunner
{
    /// <summary>More than C libraries need for either structure.</summary>
    private const int SpawnStructBytes = 1024;

    private readonly CommandSettings settings;
    private readonly NativeTexts environment;
    private readonly NativeTexts folder;
    private readonly string[] path;
    private readonly nint attributes = CreateAttributes();
    private readonly int nullDevice;
    private readonly ConcurrentBag<Lifeline> lifelines = [];
    private readonly ConcurrentDictionary<CommandWords, NativeWords> known = [];
    private readonly Lazy<Reaper> reaper = new(() => new Reaper());

    public unsafe LinuxRunner(CommandSettings settings)
    {
        this.settings = settings;
        var variables = CommandEnvironment.Of(settings);
        environment = new NativeTexts(variables);
        folder = new NativeTexts(settings.Folder.Length == 0 ? [] : [System.Text.Encoding.UTF8.GetBytes(settings.Folder)]);
        path = CommandEnvironment.PathIn(variables);
        using var name = new NativeText("/dev/null"u8);
        nullDevice = LibC.open(name.Bytes, LibC.O_RDWR | LibC.O_CLOEXEC, 0);
    }

    public CommandEnd Run(CommandWords words, byte[] input, CommandOutput output, CancellationToken cancellationToken)
    {
        var command = Start(words, input, output);
        using (cancellationToken.UnsafeRegister(static command => ((LinuxCommand)command!).Kill(), command))
            command.Wait();
        return Ended(command, cancellationToken);
    }

    public async Task<CommandEnd> RunAsync(CommandWords words, byte[] input, CommandOutput output, CancellationToken cancellationToken)
    {
        var command = Start(words, input, output);
        using (cancellationToken.UnsafeRegister(static command => ((LinuxCommand)command!).Kill(), command))
            await reaper.Value.WaitAsync(command).ConfigureAwait(false);
        return Ended(command, cancellationToken);
    }

    public unsafe void Dispose()
    {
        if (reaper.IsValueCreated)
            reaper.Value.Dispose();
        while (lifelines.TryTake(out var lifeline))
            lifeline.Dispose();
        _ = LibC.close(nullDevice);
        NativeMemory.Free((void*)attributes);
    }

    private CommandEnd Ended(LinuxCommand command, CancellationToken cancellationToken)
    {
        lifelines.Add(command.Lifeline);
        return command.End with { WasCancelled = command.WasKilled && cancellationToken.IsCancellationRequested };
    }

    private LinuxCommand Start(CommandWords words, byte[] input, CommandOutput output)
    {
        var native = known.GetOrAdd(words, static words => new NativeWords(words));
        var lifeline = lifelines.TryTake(out var free) ? free : new Lifeline();
        CommandPipes? started = null;
        var standardInput = -1;
        try
        {
            var pipes = new CommandPipes(output.IsDiscarded);
            started = pipes;
            standardInput = settings.StandardInput ? CommandPipes.FileOf(input) : nullDevice;
            var pid = Spawn(native, input, [standardInput, pipes.OutputWriter < 0 ? nullDevice : pipes.OutputWriter, pipes.ErrorWriter], lifeline);
            return new LinuxCommand(words.Name, pid, pipes, lifeline, output);
        }
        catch
        {
            started?.Dispose();
            lifelines.Add(lifeline);
            throw;
        }
        finally
        {
            if (settings.StandardInput && standardInput >= 0)
                _ = LibC.close(standardInput);
        }
    }

    private unsafe int Spawn(NativeWords words, byte[] input, ReadOnlySpan<int> streams, Lifeline lifeline)
    {
        var arguments = words.Fill(input);
        var actions = stackalloc byte[SpawnStructBytes];
        _ = LibC.posix_spawn_file_actions_init(actions);
        try
        {
            for (var number = 0; number < streams.Length; number++)
                _ = LibC.posix_spawn_file_actions_adddup2(actions, streams[number], number);
            _ = LibC.posix_spawn_file_actions_adddup2(actions, lifeline.Reader, Lifeline.Number);
            CloseOtherDescriptors(actions);
            if (folder.Count > 0)
                _ = LibC.posix_spawn_file_actions_addchdir_np(actions, folder.Pointers[0]);
            int pid;
            var error = LibC.posix_spawn(&pid, words.ProgramIn(path, arguments[0]), actions, (byte*)attributes, arguments, environment.Pointers);
            if (error != 0)
                throw new WorkFailedException(words.Refusal(error, settings.Folder));
            lifeline.TieTo(pid);
            return pid;
        }
        finally
        {
            NativeMemory.Free(arguments);
            _ = LibC.posix_spawn_file_actions_destroy(actions);
        }
    }

    /// <summary>Closes what partime has inherited without knowing, and worker processes have not: commands find the same under all executors.</summary>
    private static unsafe void CloseOtherDescriptors(byte* actions)
    {
        try
        {
            _ = LibC.posix_spawn_file_actions_addclosefrom_np(actions, Lifeline.Number + 1);
        }
        catch (EntryPointNotFoundException)
        {
            // Not in this C library. Descriptors that .NET opens are closed anyway.
        }
    }

    /// <summary>A session without a terminal: Ctrl-C does not reach the command, and the system does not stop it when it asks the terminal for a password. All signals have
    /// their default actions, of which .NET has changed some.</summary>
    private static unsafe nint CreateAttributes()
    {
        const int SignalSetBytes = 128;
        var attributes = (byte*)NativeMemory.AllocZeroed(SpawnStructBytes);
        var set = stackalloc byte[SignalSetBytes];
        new Span<byte>(set, SignalSetBytes).Clear();
        _ = LibC.posix_spawnattr_init(attributes);
        _ = LibC.posix_spawnattr_setsigmask(attributes, set);
        new Span<byte>(set, sizeof(ulong)).Fill(0xFF);
        _ = LibC.posix_spawnattr_setsigdefault(attributes, set);
        _ = LibC.posix_spawnattr_setflags(attributes, LibC.POSIX_SPAWN_SETSID | LibC.POSIX_SPAWN_SETSIGMASK | LibC.POSIX_SPAWN_SETSIGDEF);
        return (nint)attributes;
    }
}

/// <summary>A pipe whose writing end only this process has, and whose reading end a command inherits. When this process ends, however it ends, the system kills the
/// command's group. One pipe serves one command after the other.</summary>
internal sealed unsafe class Lifeline : IDisposable
{
    /// <summary>The descriptor that a command finds behind its standard streams.</summary>
    public const int Number = 3;

    private readonly int writer;

    public Lifeline()
    {
        var ends = stackalloc int[2];
        CommandPipes.Create(ends);
        (Reader, writer) = (ends[0], ends[1]);
        _ = LibC.fcntl(Reader, LibC.F_SETSIG, LibC.SIGKILL);
        _ = LibC.fcntl(Reader, LibC.F_SETFL, LibC.fcntl(Reader, LibC.F_GETFL, 0) | LibC.O_ASYNC);
    }

    public int Reader { get; }

    public void TieTo(int group) => _ = LibC.fcntl(Reader, LibC.F_SETOWN, -group);

    public void Dispose()
    {
        // In this order, so that nothing is killed.
        _ = LibC.close(Reader);
        _ = LibC.close(writer);
    }
}
