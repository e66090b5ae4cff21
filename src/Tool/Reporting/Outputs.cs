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

    /// <summary>The path of the advice as JSON, likewise.</summary>
    public string? Advice { get; init; }

    /// <summary>The path of the summary CSV, likewise.</summary>
    public string? SummaryCsv { get; init; }

    /// <summary>The path of the summary as Markdown, likewise.</summary>
    public string? Markdown { get; init; }

    /// <summary>The path of the trace of all tasks, likewise.</summary>
    public string? Trace { get; init; }

    /// <summary>The path of the summary as hyperfine exports it, likewise.</summary>
    public string? Hyperfine { get; init; }

    /// <summary>The path of the page with pictures, likewise.</summary>
    public string? Html { get; init; }

    /// <summary>The path of the workbook, likewise.</summary>
    public string? Xlsx { get; init; }

    /// <summary>The names of the columns that were chosen, as <see cref="ColumnChoice"/> reads them; none for the default.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>What the chosen columns are of: the runs CSV, or the only other CSV.</summary>
    public NamedOutput? WithChosenColumns =>
        RunsCsv is not null ? new("the runs CSV", RunsCsv)
        : TasksCsv is null && SummaryCsv is not null ? new("the summary CSV", SummaryCsv)
        : SummaryCsv is null && TasksCsv is not null ? new("the tasks CSV", TasksCsv)
        : null;

    /// <summary>Those that are named.</summary>
    public IEnumerable<string> Paths => All.Select(output => output.Path).OfType<string>();

    public bool NameNone => All.All(output => output.Path is null);

    /// <summary>The part of the runs CSV that stays, because a session continues there; <see langword="null"/> for nothing.</summary>
    public KeptPart? Kept { get; init; }

    /// <summary>The lines of its finished runs, for a file that is made anew.</summary>
    public IReadOnlyList<CsvLine> Former { get; init; } = [];

    /// <summary>Whether what workloads return is kept, because a file shows single tasks.</summary>
    public bool ShowTasks => TasksCsv is not null || Xlsx is not null;

    /// <summary>Whether rows are appended to existing CSV files.</summary>
    public bool Append { get; init; }

    public bool UseStandardOutput => All.Any(output => output.Path == OutputFile.StandardOutputPath);

    /// <summary>Whether one may tell which code ran: all but the first columns of the runs, which are the default on standard output.</summary>
    public bool TellCode => Columns.Count > 0 || Paths.Any(path => path != OutputFile.StandardOutputPath || RunsCsv != path);

    /// <summary>Files whose contents would be lost.</summary>
    /// <param name="isContinuing">Whether the runs CSV is the one of a session that continues.</param>
    public IEnumerable<string> Replaced(bool isContinuing) =>
        from output in All
        where output.Path is not (null or OutputFile.StandardOutputPath) && OutputPath.LengthOf(output.Path) > 0
        where !(isContinuing && output.Path == RunsCsv) && !(Append && (output.Path == RunsCsv || output.Path == TasksCsv))
        select output.Path;

    private NamedOutput[] All =>
    [
        new("the runs CSV", RunsCsv), new("the tasks CSV", TasksCsv), new("the JSON document", Json), new("the advice", Advice), new("the summary CSV", SummaryCsv), new("the Markdown", Markdown),
        new("the trace", Trace), new("hyperfine's JSON", Hyperfine),
        new("the HTML page", Html), new("the workbook", Xlsx),
    ];

    /// <summary>Refuses an output without a path, and two at the same path.</summary>
    public void EnsureUsable()
    {
        if (Append && RunsCsv is null or OutputFile.StandardOutputPath && TasksCsv is null or OutputFile.StandardOutputPath)
            throw new PartimeException("There is no file to append to: name one for the runs CSV or the tasks CSV.");
        if (Xlsx == OutputFile.StandardOutputPath && StandardStreams.IsTerminal)
            throw new PartimeException("A workbook cannot be shown in a terminal: name a file, or send standard output to one.");
        if (Columns.Count > 0 && WithChosenColumns is null)
            throw new PartimeException("No CSV is written whose columns could be chosen: name a CSV of runs, of tasks or of the summary, and only one of the latter two.");
        var standardOutput = OutputPath.IdentityOfStandardOutput();
        var all = All;
        var places = new string?[all.Length];
        for (var i = 0; i < all.Length; i++)
        {
            var (name, path) = all[i];
            if (path is null)
                continue;
            if (path.Length == 0 || path.Contains('\0'))
                throw new PartimeException($"A path is missing for {name}: give one, or '-' for standard output.");
            places[i] = OutputPath.Identity(path);
            if (path != OutputFile.StandardOutputPath && places[i] == standardOutput)
                throw new PartimeException($"Standard output is redirected to '{path}', which is also the path of {name}: write '-', or give {name} another path.");
            if (Array.IndexOf(places, places[i]) is var first && first < i)
                throw new PartimeException($"'{all[first].Path}' is the path of {all[first].Name} and of {name}: give each its own.");
        }
    }
}

/// <param name="Name">For messages.</param>
/// <param name="Path">Where it goes; <see langword="null"/> for nowhere.</param>
internal sealed record NamedOutput(string Name, string? Path);
