using Partime.Tool.Files;

namespace Partime.Tool.Reporting;

/// <summary>The tasks CSV files that are named beside runs CSV files: which they are, and whether they belong together.</summary>
internal static class TasksOfRuns
{
    /// <param name="paths">Files of both kinds.</param>
    /// <param name="outputs">What is made of them.</param>
    public static IReadOnlyList<string> Among(IEnumerable<string> paths, Outputs outputs)
    {
        var found = paths.Where(IsOfTasks).ToList();
        return found.Count == 0 || outputs is not { Html: null, Xlsx: null, Trace: null } ? found
            : throw new PartimeException($"Only a page, a workbook and a trace show tasks: leave out {string.Join(" and ", found)}, or name such an output.");
    }

    /// <summary>Whether a file has tasks and not runs, by its first line. What comes through a pipe can be read only once, and is taken for runs.</summary>
    public static bool IsOfTasks(string path)
    {
        if (path is InputFile.StandardInputPath or "" || !File.Exists(path) || FileStatus.Of(path) is { IsPipe: true })
            return false;
        var columns = CsvTable.HeaderOf(path).Columns;
        return Array.TrueForAll(TimedRow.Needed, columns.Contains);
    }

    /// <summary>Refuses tasks that would count twice, and files that have no task of these runs.</summary>
    /// <returns>What is left out, a sentence each.</returns>
    public static IReadOnlyList<string> Check(IReadOnlyList<string> paths, IReadOnlyList<RunsFile> files)
    {
        if (paths.Count > 0 && files.Count == 0)
            throw new PartimeException($"{string.Join(" and ", paths)}: tasks alone are not enough. Name the runs CSV that was written together with them, too.");
        var known = KeysOf(files);
        var homes = new Dictionary<RunKey, string>();
        return [.. paths.Select(path => Check(path, known, homes)).OfType<string>()];
    }

    public static HashSet<RunKey> KeysOf(IEnumerable<RunsFile> files) => [.. files.SelectMany(file => file.Runs).Select(RunKey.Of)];

    private static string? Check(string path, HashSet<RunKey> known, Dictionary<RunKey, string> homes)
    {
        var (own, foreign) = (new HashSet<RunKey>(), 0L);
        TaskRows.Read(path, rows =>
        {
            var row = new TimedRow(rows);
            return rows.ForEach(() =>
            {
                var key = row.Run;
                if (!known.Contains(key))
                    foreign++;
                else if (own.Add(key) && !homes.TryAdd(key, path))
                    throw new PartimeException($"The tasks of run {key.Number} of session {key.Session} are in {homes[key]} and in {path}, and would count twice: name one of them.");
            });
        });
        return foreign == 0 ? null
            : own.Count > 0 ? $"{path}: {Readable.Tasks(foreign)} of other runs {(foreign == 1 ? "is" : "are")} left out."
            : throw NoneIn(path);
    }

    public static PartimeException NoneIn(string files) => new($"{files}: no task of these runs. Name the tasks CSV that was written together with the runs CSV.");
}
