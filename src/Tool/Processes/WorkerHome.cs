using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace Partime.Tool.Processes;

/// <summary>What systems do differently for worker processes. What is the same everywhere is in <see cref="Supervisor"/>, <see cref="WorkerSet"/>
/// and <see cref="PoolRun"/>: who starts, claims, judges, requeues and replaces.</summary>
/// <remarks>
/// <code>
///                     Linux: fast, and exact                      portable: Windows, macOS, and Linux in tests
///   shared memory     a file without a name, inherited            a file that workers open by its name
///   start             posix_spawn in a session of its own         Process.Start
///   messages          a socket that keeps messages whole          standard input and output, which workers move away
///   last output       a pipe                                      standard error
///   end of a worker   a descriptor of the process                 the end of its messages, then the process
///   end of partime    a pipe that raises SIGKILL                  the end of standard input; on Windows also a job
/// </code>
/// </remarks>
internal abstract class WorkerHome
{
    /// <summary>With the value <c>portable</c>, Linux does what other systems do. For tests.</summary>
    public const string Variable = "PARTIME_WORKERS";

    /// <summary>That of this process.</summary>
    public static WorkerHome Current { get; } = OperatingSystem.IsLinux() && Environment.GetEnvironmentVariable(Variable) != "portable" ? new LinuxHome() : new PortableHome();

    /// <summary>Whose files are in memory only; <see langword="null"/> if the system has none.</summary>
    public virtual string? MemoryFolder => null;

    /// <summary>Creates an empty file for shared memory.</summary>
    public abstract bool TryCreateFile(string folder, [NotNullWhen(true)] out SharedFile? file, out FileRefusal refusal);

    /// <param name="argument">Which hidden command partime is started with.</param>
    /// <param name="memory">The board, which each worker maps.</param>
    /// <param name="pool">The pool.</param>
    public abstract WorkerStarter StarterOf(string argument, SharedBoardMemory memory, PoolArguments pool);

    /// <exception cref="PartimeException">The system refuses.</exception>
    public abstract WorkerEvents CreateEvents();
}

/// <summary>Starts the workers of one pool.</summary>
internal abstract class WorkerStarter : IDisposable
{
    /// <param name="number">Its number in the pool.</param>
    /// <param name="events">Learns what happens to it.</param>
    /// <exception cref="WorkerStartException">The system refuses.</exception>
    public WorkerProcess Start(int number, WorkerEvents events)
    {
        // Before there is a process: on a busy machine it may be ready before this thread runs again.
        var spawned = Stopwatch.GetTimestamp();
        var worker = Spawn(number, events);
        worker.SpawnedTicks = spawned;
        return worker;
    }

    public abstract void Dispose();

    /// <inheritdoc cref="Start"/>
    protected abstract WorkerProcess Spawn(int number, WorkerEvents events);
}

/// <summary>What the thread that looks after workers waits for.</summary>
internal abstract class WorkerEvents : IDisposable
{
    /// <summary>Waits until one of them has sent, written or ended, until <see cref="Wake"/>, or for so many milliseconds if that is not negative. Each says
    /// afterwards what it has done.</summary>
    public abstract void Wait(IReadOnlyList<WorkerProcess> workers, int timeoutMs);

    /// <summary>From any thread.</summary>
    public abstract void Wake();

    public abstract void Dispose();
}

/// <summary>What a worker process has from its parent.</summary>
internal sealed record WorkerParent(SharedFile Board, SharedFile Texts, Channel Channel);

/// <summary>The system does not start another process. The message is the reason.</summary>
internal sealed class WorkerStartException(string reason) : Exception(reason);
