using System.Globalization;

namespace Partime.Plugins.Command;

/// <summary>Ends a command before its time, with all that it has started, whatever sessions and groups that is in.</summary>
internal static class ProcessTree
{
    /// <summary>A process that is just starting another one stops behind that. A second look finds what the first has missed.</summary>
    private const int Looks = 2;

    /// <param name="pid">A child of this process that leads a group and is not reaped.</param>
    public static void Kill(int pid)
    {
        var found = new List<int> { pid };
        var known = new HashSet<int>(found);
        for (var calmLooks = 0; calmLooks < Looks; calmLooks++)
            for (var at = 0; at < found.Count; at++)
            {
                // What is stopped starts nothing more, and reaps none, so that the numbers stay those of its children.
                _ = LibC.kill(found[at], LibC.SIGSTOP);
                foreach (var child in ChildrenOf(found[at]))
                    if (known.Add(child))
                    {
                        found.Add(child);
                        calmLooks = -1;
                    }
            }
        for (var at = found.Count - 1; at > 0; at--)
            _ = LibC.kill(found[at], LibC.SIGKILL);
        // With those of its group whose parents have ended before.
        _ = LibC.kill(-pid, LibC.SIGKILL);
    }

    private static List<int> ChildrenOf(int pid)
    {
        var children = new List<int>();
        try
        {
            foreach (var thread in Directory.GetDirectories($"/proc/{pid}/task"))
                foreach (var child in File.ReadAllText($"{thread}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
                    children.Add(int.Parse(child, CultureInfo.InvariantCulture));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It has ended meanwhile, or no more files can be opened.
        }
        return children;
    }
}
