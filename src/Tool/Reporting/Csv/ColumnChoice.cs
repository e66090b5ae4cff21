using System.IO.Enumeration;
using Partime.Tool.Files;

namespace Partime.Tool.Reporting;

/// <summary>Which columns a CSV file gets: those that were chosen, or else all of them in a file, and the first ones on standard output.</summary>
internal static class ColumnChoice
{
    public const string All = "all";

    /// <param name="outputs">Where the results go, with the choice.</param>
    /// <param name="path">The file.</param>
    /// <param name="columns">All of its columns.</param>
    /// <param name="first">How many of them are for people.</param>
    public static Column<TRow>[] ColumnsOf<TRow>(this Outputs outputs, string? path, Column<TRow>[] columns, int first) where TRow : allows ref struct =>
        outputs.Columns.Count > 0 && path is not null && path == outputs.WithChosenColumns?.Path ? Chosen(outputs.Columns, columns, outputs.WithChosenColumns.Name)
        : path == OutputFile.StandardOutputPath && first < columns.Length ? columns[..first]
        : columns;

    /// <summary>In the order in which they are named, each once.</summary>
    private static Column<TRow>[] Chosen<TRow>(IReadOnlyList<string> names, Column<TRow>[] columns, string file) where TRow : allows ref struct
    {
        var chosen = new List<Column<TRow>>();
        foreach (var name in names)
        {
            var named = name == All ? columns : Array.FindAll(columns, column => FileSystemName.MatchesSimpleExpression(name, column.Name, ignoreCase: false));
            if (named.Length == 0)
                throw new PartimeException($"There is no column '{name}' in {file}.{Nearest.Hint(name, columns.Names())} Write names, beginnings such as 'loss_*', or '{All}'; 'dotnet partime docs csv' lists the names.");
            chosen.AddRange(named.Except(chosen));
        }
        return [.. chosen];
    }
}
