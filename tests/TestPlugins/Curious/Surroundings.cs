using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Partime.TestPlugins;

/// <summary>How the questions are answered.</summary>
internal static partial class Surroundings
{
    /// <summary>Longer than any test waits: only what hangs gets there.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    [LibraryImport("libc")]
    private static partial int kill(int pid, int signal);

    [LibraryImport("libc")]
    private static partial nint write(int fd, byte[] bytes, nint count);

    /// <summary>What the descriptors of this process lead to.</summary>
    public static bool TryCreate(string file)
    {
        try
        {
            File.Open(file, FileMode.CreateNew).Dispose();
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    public static string OpenFiles() =>
        string.Join(' ', Directory.GetFiles("/proc/self/fd").Select(path => new FileInfo(path).LinkTarget));

    /// <summary>What a child process that reads to the end gets.</summary>
    public static string StandardInputOfAChild()
    {
        using var child = Process.Start(new ProcessStartInfo("cat") { RedirectStandardOutput = true })!;
        return $"'{child.StandardOutput.ReadToEnd()}'";
    }

    /// <summary>What the process has in memory after so many megabytes were used and let go.</summary>
    public static long MemoryAfterUsing(int megabytes)
    {
        var block = new byte[megabytes * 1_000_000];
        Array.Fill(block, (byte)1);
        return Environment.WorkingSet;
    }

    /// <summary>Ends when so many tasks have come here, and tells in which process it waited.</summary>
    public static int Meet(string folder, long task, int size)
    {
        File.WriteAllText(Path.Combine(folder, $"{task}"), "");
        Until(() => Directory.GetFiles(folder).Length >= size);
        return Environment.ProcessId;
    }

    /// <summary>Ends when there is such a file.</summary>
    public static int WaitFor(string path)
    {
        Until(() => File.Exists(path));
        return Environment.ProcessId;
    }

    /// <summary>Prints as native code does, and as a program does that it starts.</summary>
    public static int Print(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text + "\n");
        _ = write(1, bytes, bytes.Length);
        using var child = Process.Start(new ProcessStartInfo("echo", [text]))!;
        child.WaitForExit();
        return 0;
    }

    /// <summary>Whether there is a terminal to ask the user on.</summary>
    public static string Terminal()
    {
        try
        {
            using var terminal = File.OpenRead("/dev/tty");
            return "a terminal";
        }
        catch (IOException)
        {
            return "none";
        }
    }

    /// <summary>The bytes of an environment variable, in hexadecimal digits.</summary>
    public static string BytesOf(string variable)
    {
        var all = Encoding.Latin1.GetString(File.ReadAllBytes("/proc/self/environ")).Split('\0');
        return Convert.ToHexString(Encoding.Latin1.GetBytes(all.Single(entry => entry.StartsWith($"{variable}=", StringComparison.Ordinal)).Split('=', 2)[1]));
    }

    /// <summary>Leaves a thread that never ends.</summary>
    public static int LeaveThread()
    {
        new Thread(() => Thread.Sleep(Timeout.Infinite)) { IsBackground = false }.Start();
        return 0;
    }

    /// <summary>The folder of this process, and then another.</summary>
    public static string Move(string folder)
    {
        var former = Environment.CurrentDirectory;
        Environment.CurrentDirectory = folder;
        return former;
    }

    public static void Crash()
    {
        _ = kill(Environment.ProcessId, 9);
        Thread.Sleep(Timeout.Infinite);
    }

    private static void Until(Func<bool> condition)
    {
        for (var started = Stopwatch.StartNew(); !condition(); Thread.Sleep(1))
            if (started.Elapsed > Limit)
                throw new TimeoutException("Waited in vain.");
    }
}
