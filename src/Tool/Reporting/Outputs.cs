using Partime.Tool.Files;

namespace Partime.Tool.Reporting;

/// <summary>Where the results go.</summary>
/// <param name="RunsCsv">The path of the runs CSV, <c>-</c> for standard output, <see langword="null"/> for none.</param>
/// <param name="TasksCsv">The path of the tasks CSV, likewise.</param>
/// <param name="Excel">Whether the CSV is for Excel.</param>
internal sealed record Outputs(string? RunsCsv, string? TasksCsv, bool Excel)
{
    /// <summary>The path of the JSON document about the session, likewise.</summary>
    public string? Json { get; init; }

    /// <summary>The path of the summary CSV, likewise.</summary>
    public string? SummaryCsv { get; init; }

    /// <summary>The path of the summary as Markdown, likewise.</summary>
    public string? Markdown { get; init; }

    /// <summary>Those that are named.</summary>
    public IEnumerable<string> Paths => All.Select(output => output.Path).OfType<string>();

    public bool NameNone => All.All(output => output.Path is null);

    /// <summary>What stays of the runs CSV, as an earlier session is continued there; <see langword="null"/> for nothing.</summary>
    public KeptPart? Kept { get; init; }

    /// <summary>Whether rows go behind those that are in the CSV files.</summary>
    public bool Append { get; init; }

    public bool UseStandardOutput => All.Any(output => output.Path == OutputFile.StandardOutputPath);

    /// <summary>Files with something in them that would be gone.</summary>
    /// <param name="isContinuing">Whether the runs CSV is that of a session to be continued.</param>
    public IEnumerable<string> Replaced(bool isContinuing) =>
        from output in All
        where output.Path is not (null or OutputFile.StandardOutputPath) && File.Exists(output.Path) && new FileInfo(output.Path).Length > 0
        where !(isContinuing && output.Option == "--csv") && !(Append && output.Option is "--csv" or "--tasks-csv")
        select output.Path;

    private (string Option, string? Path)[] All =>
        [("--csv", RunsCsv), ("--tasks-csv", TasksCsv), ("--json", Json), ("--summary-csv", SummaryCsv), ("--markdown", Markdown)];

    /// <summary>Refuses an output in no place, and two in one.</summary>
    public void EnsureUsable()
    {
        if (Append && RunsCsv is null or OutputFile.StandardOutputPath && TasksCsv is null or OutputFile.StandardOutputPath)
            throw new PartimeException("--append needs a file to append to: name one with --csv or --tasks-csv.");
        var standardOutput = OutputPath.IdentityOfStandardOutput();
        var all = All;
        var places = new string?[all.Length];
        for (var i = 0; i < all.Length; i++)
        {
            var (option, path) = all[i];
            if (path is null)
                continue;
            if (path.Length == 0 || path.Contains('\0'))
                throw new PartimeException($"{option} needs a path: give one, or '-' for standard output.");
            places[i] = OutputPath.Identity(path);
            if (path != OutputFile.StandardOutputPath && places[i] == standardOutput)
                throw new PartimeException($"Standard output is redirected to '{path}', where {option} would go as well: name it '-', or give it a place of its own.");
            if (Array.IndexOf(places, places[i]) is var first && first < i)
                throw new PartimeException($"{all[first].Option} and {option} both name '{all[first].Path}': give each a place of its own.");
        }
    }
}
