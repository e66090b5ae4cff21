using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Partime.EndToEnd.Tests.Workers;

/// <summary>What <c>/proc</c> says of processes.</summary>
internal static class ProcessTable
{
    /// <summary>Those that have this setting in their environment. What has ended has none, also if nobody has buried it.</summary>
    public static IReadOnlyList<int> With(string setting) => [.. All().Where(pid => Read(pid, "environ").Split('\0').Contains(setting))];

    /// <summary>The program and its arguments, each ended by a NUL.</summary>
    public static string CommandOf(int pid) => Read(pid, "cmdline");

    /// <summary>Such as <c>T</c> for one that is stopped.</summary>
    public static char State(int pid) => Read(pid, "stat") is { Length: > 0 } stat ? stat[stat.LastIndexOf(')') + 2] : ' ';

    /// <summary>The parent and the state, such as <c>Z</c> for one that has ended and was not buried.</summary>
    public static IEnumerable<(int Pid, char State)> ChildrenOf(int parent) =>
        from pid in All()
        let stat = Read(pid, "stat")
        where stat.Length > 0
        let fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ')
        where int.Parse(fields[1], CultureInfo.InvariantCulture) == parent
        select (pid, fields[0][0]);

    public static void Kill(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            process.Kill();
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            // It has ended meanwhile.
        }
    }

    private static IEnumerable<int> All() =>
        from folder in Directory.EnumerateDirectories("/proc")
        let name = Path.GetFileName(folder)
        where name.All(char.IsAsciiDigit)
        select int.Parse(name, CultureInfo.InvariantCulture);

    private static string Read(int pid, string file)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{pid}/{file}"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
