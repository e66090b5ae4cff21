using System.Globalization;
using System.Runtime.InteropServices;

namespace Partime.Tool.Processes;

/// <summary>What a worker process reads on its command line.</summary>
/// <param name="BoardBytes">The size of the board, which it maps.</param>
/// <param name="BoardWorkers">The number of workers that the board has records for.</param>
/// <param name="Pool">What it shares with the other workers of its pool.</param>
/// <param name="Number">Its number among them.</param>
internal sealed record WorkerArguments(long BoardBytes, int BoardWorkers, PoolArguments Pool, int Number)
{
    /// <summary>The number of its record on the board.</summary>
    public int Record => Pool.FirstRecord + Number;

    /// <returns><see langword="null"/> if this process has not been started as a worker, or by another build of partime, whose board may look otherwise. The user, or
    /// the parent, has been told then.</returns>
    public static WorkerArguments? Read(string[] args)
    {
        const int Count = 8;
        return IsOwnProcess(args, Count)
            ? new WorkerArguments(long.Parse(args[2], NumberStyles.None, CultureInfo.InvariantCulture), Number(args[3]), new(Number(args[4]), Number(args[5]), Number(args[6])), Number(args[7]))
            : null;

        static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
    }

    /// <summary>Whether this build of partime has started this process. If not, the user, or the parent, has been told.</summary>
    /// <param name="args">As <see cref="WorkerCommand"/> makes them.</param>
    /// <param name="count">How many there must be.</param>
    public static bool IsOwnProcess(string[] args, int count)
    {
        if (args.Length != count || !Lifeline.TryAttach())
            Console.Error.WriteLine($"partime: '{args[0]}' is an internal command, which partime starts its own processes with. Run 'dotnet partime' to see the commands.");
        else if (args[1] != OwnFiles.Build)
            Console.Error.WriteLine("partime: this process was started by another build of partime.");
        else
            return true;
        return false;
    }
}

/// <summary>What all workers of a pool are told.</summary>
/// <param name="FirstRecord">Which record on the board is that of the first of them: several warm pools share a board.</param>
/// <param name="MaxTasks">After how many tasks a worker ends; 0 for no limit.</param>
/// <param name="WarmTasks">How many tasks a worker runs before it is ready.</param>
internal readonly record struct PoolArguments(int FirstRecord, int MaxTasks, int WarmTasks);

/// <summary>The command line and environment of worker processes, as <c>posix_spawn</c> takes them.</summary>
internal sealed unsafe class WorkerCommand : IDisposable
{
    private readonly byte** arguments;
    private readonly byte** environment;
    private readonly int numberAt;

    /// <param name="argument">Which hidden command partime is started with.</param>
    /// <param name="memory">The board, which each worker maps.</param>
    /// <param name="pool">The pool.</param>
    public WorkerCommand(string argument, SharedBoardMemory memory, PoolArguments pool)
        : this(argument, [memory.TotalBytes, memory.Workers, pool.FirstRecord, pool.MaxTasks, pool.WarmTasks])
    {
    }

    /// <param name="argument">Which hidden command partime is started with.</param>
    /// <param name="numbers">What follows the build, before the number of the process.</param>
    public WorkerCommand(string argument, long[] numbers)
    {
        string[] start = [.. Program(), argument, OwnFiles.Build, .. Array.ConvertAll(numbers, Text), ""];
        numberAt = start.Length - 1;
        arguments = Strings(start);
        environment = EnvironmentOfStart();
    }

    public byte* Path => arguments[0];

    public byte** EnvironmentBlock => environment;

    /// <summary>The arguments for the worker of this number; valid until the next call.</summary>
    public byte** ArgumentsOf(int worker)
    {
        Marshal.FreeCoTaskMem((nint)arguments[numberAt]);
        arguments[numberAt] = (byte*)Marshal.StringToCoTaskMemUTF8(Text(worker));
        return arguments;
    }

    public void Dispose()
    {
        for (var list = 0; list < 2; list++)
        {
            var block = list == 0 ? arguments : environment;
            for (var at = block; *at is not null; at++)
                Marshal.FreeCoTaskMem((nint)(*at));
            NativeMemory.Free(block);
        }
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>This program. Started as <c>dotnet partime.dll</c>, or in a test, the process is <c>dotnet</c>.</summary>
    private static string[] Program()
    {
        var path = Environment.ProcessPath!;
        return System.IO.Path.GetFileNameWithoutExtension(path) == "dotnet"
            ? [path, "exec", typeof(WorkerCommand).Assembly.Location]
            : [path];
    }

    /// <summary>The environment that this process was started with, byte for byte: tasks may have changed it since, and names and values need not be
    /// text. Only the depth, which partime has set since, is replaced.</summary>
    private static byte** EnvironmentOfStart()
    {
        var start = File.ReadAllBytes("/proc/self/environ");
        string[] added =
        [
            $"{NestingGuard.Variable}={NestingGuard.Level.ToString(CultureInfo.InvariantCulture)}",
            // These do not affect running code. Without them a worker starts faster, and one that is killed leaves no socket file.
            .. Unless(start, "DOTNET_EnableDiagnostics="u8, "DOTNET_EnableDiagnostics=0"),
            .. Unless(start, "DOTNET_LTTng="u8, "DOTNET_LTTng=0"),
        ];
        var count = added.Length + start.AsSpan().Count((byte)0);
        var block = (byte**)NativeMemory.AllocZeroed((nuint)(count + 1), (nuint)sizeof(byte*));
        var next = 0;
        foreach (var variable in added)
            block[next++] = (byte*)Marshal.StringToCoTaskMemUTF8(variable);
        for (var rest = start.AsSpan(); rest.IndexOf((byte)0) is >= 0 and var length; rest = rest[(length + 1)..])
            if (!rest.StartsWith("PARTIME_DEPTH="u8))
                block[next++] = Copy(rest[..(length + 1)]);
        return block;
    }

    private static string[] Unless(ReadOnlySpan<byte> environment, ReadOnlySpan<byte> start, string variable)
    {
        for (var rest = environment; rest.IndexOf((byte)0) is >= 0 and var length; rest = rest[(length + 1)..])
            if (rest.StartsWith(start))
                return [];
        return [variable];
    }

    private static byte* Copy(ReadOnlySpan<byte> bytes)
    {
        var copy = (byte*)Marshal.AllocCoTaskMem(bytes.Length);
        bytes.CopyTo(new Span<byte>(copy, bytes.Length));
        return copy;
    }

    private static byte** Strings(string[] texts)
    {
        var block = (byte**)NativeMemory.AllocZeroed((nuint)(texts.Length + 1), (nuint)sizeof(byte*));
        for (var i = 0; i < texts.Length; i++)
            block[i] = (byte*)Marshal.StringToCoTaskMemUTF8(texts[i]);
        return block;
    }
}
