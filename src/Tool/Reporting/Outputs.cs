namespace Partime.Tool.Reporting;

/// <summary>Where the results go.</summary>
/// <param name="RunsCsv">The path of the runs CSV, <c>-</c> for standard output, <see langword="null"/> for none.</param>
/// <param name="TasksCsv">The path of the tasks CSV, likewise.</param>
/// <param name="Excel">Whether the CSV is for Excel.</param>
internal sealed record Outputs(string? RunsCsv, string? TasksCsv, bool Excel)
{
    public bool UseStandardOutput => RunsCsv == CsvFile.StandardOutputPath || TasksCsv == CsvFile.StandardOutputPath;

    /// <summary>Refuses an output in no place, and two in one.</summary>
    public void EnsureUsable()
    {
        var standardOutput = OutputPlace.OfStandardOutput();
        foreach (var path in (string?[])[RunsCsv, TasksCsv])
            if (path is "" || path?.Contains('\0') == true)
                throw new PartimeException("--csv and --tasks-csv need a path: give one, or '-' for standard output.");
            else if (path is not (null or CsvFile.StandardOutputPath) && OutputPlace.Of(path) == standardOutput)
                throw new PartimeException($"Standard output is redirected to '{path}', where a CSV would go as well: name it '-', or give it a place of its own.");
        if (RunsCsv is not null && TasksCsv is not null && OutputPlace.Of(RunsCsv) == OutputPlace.Of(TasksCsv))
            throw new PartimeException($"--csv and --tasks-csv both name '{RunsCsv}': give each a place of its own.");
    }
}
