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
        if (RunsCsv is "" || TasksCsv is "")
            throw new PartimeException("--csv and --tasks-csv need a path: give one, or '-' for standard output.");
        if (RunsCsv is null || TasksCsv is null)
            return;
        var same = UseStandardOutput ? RunsCsv == TasksCsv : Path.GetFullPath(RunsCsv) == Path.GetFullPath(TasksCsv);
        if (same)
            throw new PartimeException($"--csv and --tasks-csv both name '{RunsCsv}': give each a place of its own.");
    }
}
