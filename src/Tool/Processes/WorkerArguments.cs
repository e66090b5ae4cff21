using System.Globalization;

namespace Partime.Tool.Processes;

/// <summary>What a worker process reads on its command line.</summary>
/// <param name="BoardBytes">The size of the board, which it maps.</param>
/// <param name="BoardWorkers">The number of workers that the board has records for.</param>
/// <param name="Pool">What it shares with the other workers of its pool.</param>
/// <param name="Number">Its number among them.</param>
internal sealed record WorkerArguments(long BoardBytes, int BoardWorkers, PoolArguments Pool, int Number)
{
    public required WorkerParent Parent { get; init; }

    /// <summary>The number of its record on the board.</summary>
    public int Record => Pool.FirstRecord + Number;

    /// <returns><see langword="null"/> if this process has not been started as a worker, or by another build of partime, whose board may look otherwise. The user, or
    /// the parent, has been told then.</returns>
    public static WorkerArguments? Read(string[] args)
    {
        const int Count = 8, FileNames = 2;
        var isPortable = args.Length == Count + FileNames;
        return (isPortable ? IsOwnBuild(args[1]) : IsOwnProcess(args, Count))
            ? new WorkerArguments(long.Parse(args[2], NumberStyles.None, CultureInfo.InvariantCulture), Number(args[3]), new(Number(args[4]), Number(args[5]), Number(args[6])), Number(args[7])) { Parent = isPortable ? PortableHome.Parent(args) : LinuxHome.Parent() }
            : null;

        static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
    }

    /// <summary>What starts a worker, up to its number.</summary>
    /// <param name="argument">Which hidden command partime is started with.</param>
    /// <param name="numbers">What follows the build.</param>
    public static string[] Start(string argument, long[] numbers) => [.. Program(), argument, OwnFiles.Build, .. Array.ConvertAll(numbers, Text)];

    public static long[] NumbersOf(SharedBoardMemory memory, PoolArguments pool) => [memory.TotalBytes, memory.Workers, pool.FirstRecord, pool.MaxTasks, pool.WarmTasks];

    public static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>This program. Started as <c>dotnet partime.dll</c>, or in a test, the process is <c>dotnet</c>.</summary>
    private static string[] Program()
    {
        var path = Environment.ProcessPath!;
        return Path.GetFileNameWithoutExtension(path) == "dotnet" ? [path, "exec", typeof(WorkerArguments).Assembly.Location] : [path];
    }

    /// <summary>Whether this build of partime has started this process. If not, the user, or the parent, has been told.</summary>
    /// <param name="args">The program's.</param>
    /// <param name="count">How many there must be.</param>
    public static bool IsOwnProcess(string[] args, int count)
    {
        if (args.Length == count && Lifeline.TryAttach())
            return IsOwnBuild(args[1]);
        Console.Error.WriteLine($"partime: '{args[0]}' is an internal command, which partime starts its own processes with. Run 'dotnet partime' to see the commands.");
        return false;
    }

    private static bool IsOwnBuild(string build)
    {
        if (build == OwnFiles.Build)
            return true;
        Console.Error.WriteLine("partime: this process was started by another build of partime.");
        return false;
    }
}

/// <summary>What all workers of a pool are told.</summary>
/// <param name="FirstRecord">Which record on the board is that of the first of them: several warm pools share a board.</param>
/// <param name="MaxTasks">After how many tasks a worker ends; 0 for no limit.</param>
/// <param name="WarmTasks">How many tasks a worker runs before it is ready.</param>
internal readonly record struct PoolArguments(int FirstRecord, int MaxTasks, int WarmTasks);
