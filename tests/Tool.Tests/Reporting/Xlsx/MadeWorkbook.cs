using Partime.Tool.Analysis;
using Partime.Tool.Measurement;
using Partime.Tool.Reporting;

namespace Partime.Tool.Tests.Reporting.Xlsx;

/// <summary>The workbook of runs that were made by hand.</summary>
internal static class MadeWorkbook
{
    public static readonly SessionDetails Details = new() { ToolVersion = "1.2.3", Plan = null!, CommandLine = ["run", "moons", "-i", "it's"] };

    public static ReadWorkbook Of(SessionInfo session, params MadeRun[] runs)
    {
        using var folder = new TemporaryFolder();
        Write(new Outputs(null, null, Excel: false) { Xlsx = folder["a.xlsx"] }, session, runs);
        return ReadWorkbook.Of(folder["a.xlsx"]);
    }

    public static void Write(Outputs outputs, SessionInfo session, params MadeRun[] runs)
    {
        using var report = new RunReport(outputs, session, Details);
        var findings = new Findings(resultsCompare: true);
        var records = runs.Select(run => run.Record()).ToList();
        foreach (var record in records)
            report.Write(record, findings, CsvOutput.RowOf(session, record).Serial);
        report.Conclude(ConclusionOf(session, records), findings);
    }

    public static Conclusion ConclusionOf(SessionInfo session, IEnumerable<RunRecord> records)
    {
        List<Observation> runs = [.. records.Select(record => Observation.Of(record, session))];
        var summaries = Summary.Of(runs, EquivalenceBand.Default);
        return CsvOutput.Conclusion(isComplete: true) with { Summaries = summaries, Runs = runs, Advice = Advice.Of(runs, summaries), Problems = ["It broke."] };
    }
}
