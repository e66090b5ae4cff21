using System.Collections;
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
    /// <param name="boardBytes">The size of the board, which each worker maps.</param>
    public WorkerCommand(string argument, long boardBytes)
    {
        string[] start = [.. Program(), argument, boardBytes.ToString(CultureInfo.InvariantCulture), ""];
        numberAt = start.Length - 1;
        arguments = Strings(start);
        environment = Strings([.. Environment()]);
    }

    public byte* Path => arguments[0];

    public byte** EnvironmentBlock => environment;

    /// <summary>The arguments for the worker of this number; valid until the next call.</summary>
    public byte** ArgumentsOf(int worker)
    {
        Marshal.FreeCoTaskMem((nint)arguments[numberAt]);
        arguments[numberAt] = (byte*)Marshal.StringToCoTaskMemUTF8(worker.ToString(CultureInfo.InvariantCulture));
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

    /// <summary>This program. Started as <c>dotnet partime.dll</c>, or in a test, the process is <c>dotnet</c>.</summary>
    private static string[] Program()
    {
        var path = System.Environment.ProcessPath!;
        return System.IO.Path.GetFileNameWithoutExtension(path) == "dotnet"
            ? [path, "exec", typeof(WorkerCommand).Assembly.Location]
            : [path];
    }

    /// <summary>The environment of this process, so that the runtime is configured the same way.</summary>
    private static IEnumerable<string> Environment()
    {
        var variables = System.Environment.GetEnvironmentVariables();
        // These do not affect running code. Without them a worker starts faster, and one that is killed leaves no socket file.
        variables["DOTNET_EnableDiagnostics"] ??= "0";
        variables["DOTNET_LTTng"] ??= "0";
        foreach (DictionaryEntry variable in variables)
            yield return $"{variable.Key}={variable.Value}";
    }

    private static byte** Strings(string[] texts)
    {
        var block = (byte**)NativeMemory.AllocZeroed((nuint)(texts.Length + 1), (nuint)sizeof(byte*));
        for (var i = 0; i < texts.Length; i++)
            block[i] = (byte*)Marshal.StringToCoTaskMemUTF8(texts[i]);
        return block;
    }
}
