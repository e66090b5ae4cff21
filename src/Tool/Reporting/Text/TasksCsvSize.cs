using System.Globalization;
using Partime.Tool.Planning;

namespace Partime.Tool.Reporting;

/// <summary>How large the tasks CSV will be: a row per task of every run adds up unseen.</summary>
internal static class TasksCsvSize
{
    /// <summary>More rows than most programs open at once.</summary>
    private const long Many = 1_000_000;

    /// <summary>Of Excel and LibreOffice, with the header.</summary>
    private const long SheetRows = 1_048_576;

    /// <summary>Of a row without its input and its metrics: ids, times and a result.</summary>
    private const int BytesOfRow = 95;

    private const int BytesOfMetric = 10;

    private const int InputsSampled = 100;

    /// <summary>The estimate, for a dry run.</summary>
    /// <param name="plan">What will be measured.</param>
    /// <param name="metrics">How many metrics the workload has.</param>
    /// <param name="kept">The rows of a file that is appended to.</param>
    public static string Estimate(Plan plan, int metrics, long kept = 0)
    {
        var rows = MinRows(plan);
        var size = Size(rows * BytesPerRow(plan, metrics));
        return plan.Rounds.Fixed is not null ? $"{Subject(kept)} {Readable.Counted(rows, "row")}, about {size}."
            : $"{Subject(kept)} at least {Readable.Counted(rows, "row")}, about {size}, and {Readable.Count(RowsOf(plan, 1))} more for each further round.";
    }

    /// <summary>A warning before the first measurement; <see langword="null"/> below a million rows.</summary>
    public static string? Warning(Plan plan, int metrics, bool isForExcel, long kept = 0)
    {
        var (min, max) = (MinRows(plan), RowsOf(plan, plan.Warmup + (plan.Rounds.Fixed ?? RoundsSpec.MaxAuto)));
        if (max + kept < Many)
            return null;
        var rows = min == max ? $"{Readable.Count(min)} rows, about {Size(min * BytesPerRow(plan, metrics))}"
            : $"at least {Readable.Count(min)} rows, about {Size(min * BytesPerRow(plan, metrics))}, and at most {Readable.Count(max)}";
        var sheet = isForExcel && max + kept >= SheetRows ? $" Excel shows only {Readable.Count(SheetRows - 1)} {(kept == 0 ? "of them" : "in all")}." : "";
        return $"{Subject(kept)} {rows}: one for each task of every round and configuration.{sheet} For fewer, choose fewer rounds, configurations or inputs.";
    }

    /// <summary>What to know of the files with a row per task before the first measurement, a sentence each.</summary>
    public static IEnumerable<string> Warnings(Plan plan, int metrics, Outputs outputs, long kept)
    {
        if (outputs.TasksCsv is not null && Warning(plan, metrics, outputs.Excel, kept) is { } warning)
            yield return warning;
        if (outputs.Xlsx is not null && MinRows(plan) is var rows and > SheetRows - 1)
            yield return $"The workbook will hold {Readable.Count(SheetRows - 1)} of {(plan.Rounds.Fixed is null ? "at least " : "")}{Readable.Count(rows)} tasks: a sheet holds no more. The tasks CSV holds all of them.";
    }

    /// <summary>A sentence if there are more rows than a sheet has.</summary>
    public static string? BeyondSheet(long rows) => rows < SheetRows ? null
        : $"The tasks CSV has {Readable.Count(rows)} rows, and Excel shows only the first {Readable.Count(SheetRows - 1)}. Open it with another program, or measure fewer rounds or inputs.";

    private static string Subject(long kept) => kept == 0 ? "The tasks CSV will have" : $"The tasks CSV has {Readable.Counted(kept, "row")} and will get";

    private static long MinRows(Plan plan) => RowsOf(plan, plan.Warmup + (plan.Rounds.Fixed ?? RoundsSpec.MinAuto));

    private static long RowsOf(Plan plan, long rounds)
    {
        var ofRound = 0L;
        foreach (var configuration in plan.Configurations)
            ofRound += plan.TasksOf(configuration);
        return (long)Int128.Min(long.MaxValue / 1024, (Int128)ofRound * rounds);
    }

    private static double BytesPerRow(Plan plan, int metrics)
    {
        var (bytes, count) = (0L, Math.Min(plan.Inputs.Count, InputsSampled));
        for (var i = 0L; i < count; i++)
            bytes += plan.Inputs.Item((long)((Int128)plan.Inputs.Count * i / count)).Text.Length;
        return BytesOfRow + (metrics * BytesOfMetric) + (count == 0 ? 0 : (double)bytes / count);
    }

    private static string Size(double bytes) => bytes switch
    {
        < 1e6 => $"{Readable.Count((long)Math.Max(1, bytes / 1e3))} kB",
        < 1e9 => $"{Readable.Count((long)(bytes / 1e6))} MB",
        _ => $"{(bytes / 1e9).ToString("N1", CultureInfo.InvariantCulture)} GB",
    };
}
