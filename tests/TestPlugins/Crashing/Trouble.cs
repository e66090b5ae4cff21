using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Partime.TestPlugins;

/// <summary>What the troubles are made of.</summary>
internal static partial class Trouble
{
    static Trouble() => NativeLibrary.SetDllImportResolver(typeof(Trouble).Assembly, (name, _, _) => OperatingSystem.IsWindows() && name == "libc" ? NativeLibrary.Load("ucrtbase") : 0);

    [LibraryImport("libc")]
    public static partial int getppid();

    [LibraryImport("libc")]
    public static partial int kill(int pid, int signal);

    [LibraryImport("libc")]
    public static partial void _exit(int code);

    [LibraryImport("libc")]
    public static partial nint memset(nint address, int value, nint count);

    [LibraryImport("libc")]
    private static partial int close(int descriptor);

    [LibraryImport("libc")]
    private static partial nint write(int descriptor, byte[] buffer, nint count);

    [LibraryImport("kernel32")]
    private static partial nint CreateThread(nint security, nint stack, nint start, nint argument, uint flags, nint id);

    /// <summary>The file is whole as soon as it is there.</summary>
    public static void Announce(string path)
    {
        File.WriteAllText(path + ".new", Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        File.Move(path + ".new", path, overwrite: true);
    }

    public static void Raise(int signal)
    {
        if (OperatingSystem.IsWindows())
            Process.GetCurrentProcess().Kill();
        _ = kill(Environment.ProcessId, signal);
        // The signal may be another thread's to take.
        Thread.Sleep(Timeout.Infinite);
    }

    /// <summary>What the console of Windows does to each of its processes: it starts a thread there.</summary>
    public static void RaiseConsoleEvent(int number) =>
        CreateThread(0, 0, NativeLibrary.GetExport(NativeLibrary.Load("kernelbase"), "CtrlRoutine"), number, 0, 0);

    public static int Deeper(int depth) => depth < 0 ? depth : Deeper(depth + 1) + Deeper(depth + 2);

    public static void Spin()
    {
        while (true)
            Thread.SpinWait(1_000);
    }

    public static void PrintManaged(int megabytes)
    {
        var line = new string('g', 9_999);
        for (var i = 0; i < megabytes * 100; i++)
            Console.WriteLine(line);
    }

    public static void PrintNative(int megabytes)
    {
        var block = new byte[1_000_000];
        Array.Fill(block, (byte)'n');
        for (var i = 0; i < megabytes; i++)
            _ = write(1, block, block.Length);
    }

    /// <summary>All that are not the standard ones.</summary>
    public static void CloseDescriptors()
    {
        for (var descriptor = 3; descriptor < 300; descriptor++)
            _ = close(descriptor);
    }

    /// <summary>Threads that keep a process alive when its main thread returns.</summary>
    public static void LeaveThreads(int count)
    {
        for (var i = 0; i < count; i++)
            new Thread(() => Thread.Sleep(Timeout.Infinite)) { IsBackground = false }.Start();
    }

    /// <summary>A large result whose metric kills the process while it is being written down.</summary>
    public static WorkResult DieWhileRecording()
    {
        var killer = new Thread(() =>
        {
            Thread.Sleep(30);
            Raise(9);
        });
        killer.Start();
        return WorkResult.Of(new string('h', 500_000_000));
    }

    /// <summary>Kills the other workers, but not the one that it runs in.</summary>
    public static int KillSiblings()
    {
        var parent = getppid();
        var children = File.ReadAllText($"/proc/{parent}/task/{parent}/children");
        foreach (var task in Directory.GetDirectories($"/proc/{parent}/task"))
            children += ChildrenOf(task);
        var killed = 0;
        foreach (var pid in children.Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct().Select(text => int.Parse(text, CultureInfo.InvariantCulture)))
            if (pid != Environment.ProcessId && kill(pid, 9) == 0)
                killed++;
        return killed;
    }

    private static string ChildrenOf(string thread)
    {
        try
        {
            return File.ReadAllText($"{thread}/children");
        }
        catch (IOException)
        {
            // The thread has ended meanwhile.
            return "";
        }
    }
}
