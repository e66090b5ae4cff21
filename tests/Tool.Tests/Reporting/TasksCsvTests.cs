using System.Globalization;
using Partime.Tool.Analysis;
using Partime.Tool.Execution;
using Partime.Tool.Reporting;

namespace Partime.Tool.Tests.Reporting;

public sealed class TasksCsvTests
{
    private const string Columns =
        "session,run,task,attempt,input,worker,pid,started_s,ended_s,duration_s,status,result,error_type,error_message,error_detail,node";

    [Fact]
    public void TheColumnsAreTheAgreedOnes() => Assert.Equal($"{Columns}\n", CsvOutput.Tasks(CsvOutput.Session()));

    [Fact]
    public void MetricsStandBehindThem() => Assert.Equal($"{Columns},metric_bytes,metric_slept_s\n", CsvOutput.Tasks(CsvOutput.Session("bytes", "slept_s")));

    [Fact]
    public void TasksAreReadBackAsTheyWereWritten()
    {
        var rows = Rows(new MadeTask("io", WorkResult.Of("lava")), new MadeTask("nil"), new MadeTask("europa") { NeverStarted = true });
        Assert.Equal(
            ["7|0|1|io|0|ok|lava||", "7|1|1|nil|0|error||System.FormatException|no such moon", "7|2|1|europa||cancelled|||never started"],
            rows.Select(row => string.Join('|', ((string[])["run", "task", "attempt", "input", "worker", "status", "result", "error_type", "error_message"]).Select(name => row[name]))));
        Assert.All(rows, row => Assert.Equal("20261123T210506Z-ab12", row["session"]));
    }

    [Fact]
    public void TimesCountFromTheStartOfTheRun()
    {
        var row = Rows(new MadeTask("io", WorkResult.Of(1)))[0];
        Assert.Equal(("0.25", "0.75", "0.5"), (row["started_s"], row["ended_s"], row["duration_s"]));
    }

    [Fact]
    public void ATaskThatNeverStartedHasNoTimesNoWorkerAndNoProcess()
    {
        var row = Rows(new MadeTask("io") { NeverStarted = true })[0];
        Assert.Equal(("", "", "", "", ""), (row["worker"], row["pid"], row["started_s"], row["ended_s"], row["duration_s"]));
    }

    [Fact]
    public void TheProcessIsTheOneThatDidTheWork() =>
        Assert.Equal(Environment.ProcessId.ToString(CultureInfo.InvariantCulture), Rows(new MadeTask("io", WorkResult.Of(1)))[0]["pid"]);

    [Fact]
    public void MetricsThatWereNotReportedAreEmpty()
    {
        var rows = Rfc4180.Rows(CsvOutput.Tasks(CsvOutput.Session("a", "b"), new MadeRun
        {
            Metrics = CsvOutput.Session("a", "b").Metrics,
            Tasks = [new MadeTask("0", WorkResult.Of(1).With("b", -1.5)), new MadeTask("1", WorkResult.Of(1)), new MadeTask("2"), new MadeTask("3", WorkResult.Of(1).With("a", 0))],
        }));
        Assert.Equal([("", "-1.5"), ("", ""), ("", ""), ("0", "")], rows.Select(row => (row["metric_a"], row["metric_b"])));
    }

    [Fact]
    public void AMetricThatIsNotANumberIsNoMissingOne()
    {
        var rows = Rfc4180.Rows(CsvOutput.Tasks(CsvOutput.Session("a", "b"), new MadeRun
        {
            Metrics = CsvOutput.Session("a", "b").Metrics,
            Tasks = [new MadeTask("0", WorkResult.Of(1).With("a", double.NaN)), new MadeTask("1", WorkResult.Of(1).With("b", MetricTable.Unreported)), new MadeTask("2", WorkResult.Of(1).With("a", double.NegativeInfinity))],
        }));
        Assert.Equal([("NaN", ""), ("", "NaN"), ("-Infinity", "")], rows.Select(row => (row["metric_a"], row["metric_b"])));
    }

    [Fact]
    public void AHyphenInTheNameOfAMetricIsWrittenAsInOptions() =>
        Assert.EndsWith(",metric_input_size\n", CsvOutput.Tasks(CsvOutput.Session("input-size")), StringComparison.Ordinal);

    [Theory]
    [InlineData("plain")]
    [InlineData("a,b")]
    [InlineData("say \"moon\"")]
    [InlineData("two\nlines")]
    [InlineData("two\r\nlines")]
    [InlineData(" spaces ")]
    [InlineData("")]
    [InlineData("żółć 月 🌙")]
    public void TextOfAnyKindComesBack(string text)
    {
        var row = Rows(new MadeTask(text, WorkResult.Of(text)))[0];
        Assert.Equal((text, text), (row["input"], row["result"]));
        var failed = Rows(new MadeTask(text) { Fault = new TaskFault("T", text) })[0];
        Assert.Equal((text, text), (failed["input"], failed["error_message"]));
    }

    [Fact]
    public void EveryVerdictHasItsWord()
    {
        Verdict[] verdicts = [Verdict.Error, Verdict.Crashed, Verdict.Timeout, Verdict.Cancelled];
        Assert.Equal(
            ["error", "crashed", "timeout", "cancelled"],
            Rows([.. verdicts.Select(verdict => new MadeTask("io") { Verdict = verdict })]).Select(row => row["status"]));
    }

    [Fact]
    public void ARunIsInBothFilesAsSoonAsItIsWritten()
    {
        using var folder = new TemporaryFolder();
        using var report = new RunReport(new Outputs(folder["runs.csv"], folder["tasks.csv"], Excel: false), CsvOutput.Session());
        report.Write(MadeRun.Of("1", "2").Record(), new Findings(resultsCompare: true));
        Assert.Equal(2, Rfc4180.Rows(CsvOutput.ReadShared(folder["tasks.csv"])).Count);
        Assert.Single(Rfc4180.Rows(CsvOutput.ReadShared(folder["runs.csv"])));
    }

    private static List<Dictionary<string, string>> Rows(params MadeTask[] tasks) =>
        Rfc4180.Rows(CsvOutput.Tasks(CsvOutput.Session(), new MadeRun { Number = 7, Tasks = tasks }));
}
