namespace Partime.Tool.Reporting;

/// <summary>Where the results go.</summary>
/// <param name="RunsCsv">The path of the runs CSV, <c>-</c> for standard output, <see langword="null"/> for none.</param>
/// <param name="TasksCsv">The path of the tasks CSV, likewise.</param>
/// <param name="Excel">Whether the CSV is for Excel.</param>
internal sealed record Outputs(string? RunsCsv, string? TasksCsv, bool Excel)
{
    /// <summary>The path of the JSON document about the session, likewise.</summary>
    public string? Json { get; init; }

    public bool UseStandardOutput => All.Any(output => output.Path == OutputFile.StandardOutputPath);

    private IEnumerable<(string Option, string? Path)> All => [("--csv", RunsCsv), ("--tasks-csv", TasksCsv), ("--json", Json)];

    /// <summary>Refuses an output in no place, and two in one.</summary>
    public void EnsureUsable()
    {
        var standardOutput = OutputPlace.OfStandardOutput();
        var taken = new Dictionary<string, (string Option, string Path)>();
        foreach (var (option, path) in All)
            if (path is "" || path?.Contains('\0') == true)
                throw new PartimeException($"{option} needs a path: give one, or '-' for standard output.");
            else if (path is not (null or OutputFile.StandardOutputPath) && OutputPlace.Of(path) == standardOutput)
                throw new PartimeException($"Standard output is redirected to '{path}', where {option} would go as well: name it '-', or give it a place of its own.");
            else if (path is not null && !taken.TryAdd(OutputPlace.Of(path), (option, path)))
                throw new PartimeException($"{taken[OutputPlace.Of(path)].Option} and {option} both name '{taken[OutputPlace.Of(path)].Path}': give each a place of its own.");
    }
}
