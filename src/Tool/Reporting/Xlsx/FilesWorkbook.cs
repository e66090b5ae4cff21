using Partime.Tool.Files;

namespace Partime.Tool.Reporting;

/// <summary>The workbook about runs that were read from files: their rows as they stand there, with the summary computed from them.</summary>
internal sealed class FilesWorkbook(string path) : IDisposable
{
    private readonly OutputFile output = OutputFile.Open(path);

    /// <param name="rows">A row per summary.</param>
    /// <param name="chapters">The summaries by scenario.</param>
    /// <param name="variants">How they compare; <see langword="null"/> if they do not.</param>
    /// <param name="remarks">About the files as a whole.</param>
    /// <param name="files">Where the runs are from.</param>
    /// <param name="tasksFiles">Tasks CSV files.</param>
    /// <returns>What was left out, a sentence each.</returns>
    public IReadOnlyList<string> Write(IReadOnlyList<SummaryRow> rows, IReadOnlyList<ReportChapter> chapters, VariantsText? variants, IReadOnlyList<string> remarks, IReadOnlyList<RunsFile> files,
        IReadOnlyList<string> tasksFiles)
    {
        string[] ofTasks = tasksFiles.Count == 0 ? TaskColumns.For([]).Names() : [.. tasksFiles.SelectMany(file => CsvTable.HeaderOf(file).Columns).Distinct()];
        var ofRuns = files.SelectMany(file => file.Columns).Distinct().ToList();
        // A file of an earlier version has some under other names.
        ofRuns = [.. ofRuns.Except(ofRuns.Select(RunColumns.FormerName).OfType<string>())];
        using var sheets = WorkbookSheets.Open(output, path, ofRuns, ofTasks);
        List<string> leftOut = [];
        output.Guard(() =>
        {
            foreach (var file in files)
                sheets.AddRuns(file.Lines);
        });
        var known = TasksOfRuns.KeysOf(files);
        foreach (var file in tasksFiles)
            leftOut.AddRange(AddTasks(sheets.Tasks, file, known));
        leftOut.AddRange(sheets.Remarks);
        var cover = new Cover().Add(leftOut).Add(variants);
        foreach (var chapter in chapters)
            cover.Add(chapter).Add([.. SummaryRemarks.Of(chapter.Summaries, chapter.Advice)], "Good to know").Add(chapter.Origins, "Where it was measured");
        cover.Add([.. remarks, .. files.Select(file => file.Name), .. tasksFiles], "About the files");
        sheets.WriteTo(output, string.Join(", ", chapters.Select(chapter => chapter.Scenario.Workload).Distinct()), cover, rows);
        return leftOut;
    }

    public void Dispose() => output.Dispose();

    private string[] AddTasks(SheetRows sheet, string file, HashSet<RunKey> known)
    {
        var remark = TaskRows.Read(file, rows =>
        {
            var places = sheet.Columns.ToDictionary(column => column, rows.PlaceOf);
            var row = new TimedRow(rows);
            return rows.ForEach(() =>
            {
                if (known.Contains(row.Run))
                    output.Guard(() => sheet.Add(column => CsvDialect.Unescape(rows.Text(places[column]))));
            });
        });
        return remark is null ? [] : [remark];
    }
}
