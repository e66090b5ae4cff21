using System.Globalization;
using System.Runtime.InteropServices;

namespace Partime.Tool.Processes;

/// <summary>The command line and environment of worker processes, as <c>posix_spawn</c> takes them.</summary>
internal sealed unsafe class WorkerCommand : IDisposable
{
    private readonly byte** arguments;
    private readonly byte** environment;
    private readonly int numberAt;

    /// <param name="argument">Which hidden command partime is started with.</param>
    /// <param name="numbers">What follows the build, before the number of the process.</param>
    public WorkerCommand(string argument, long[] numbers)
    {
        string[] start = [.. WorkerArguments.Start(argument, numbers), ""];
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
        arguments[numberAt] = (byte*)Marshal.StringToCoTaskMemUTF8(WorkerArguments.Text(worker));
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
