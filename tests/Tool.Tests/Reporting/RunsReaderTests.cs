using System.Text;
using System.Text.RegularExpressions;
using CsvHelper;
using Partime.Tool.Analysis;
using Partime.Tool.Execution;
using Partime.Tool.Files;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;
using Partime.Tool.Reporting;

namespace Partime.Tool.Tests.Reporting;

public sealed class RunsReaderTests : IDisposable
{
    private static readonly SessionInfo Session = CsvOutput.Session() with
    {
        Variant = "moons (cpu-load=3)",
        Parameters = [("cpu-load", "3"), ("text", "=1+1, \"two\"\nlines"), ("shift", "-5"), ("none", ""), ("dash", "-x"), ("token", "***"), ("word", "True"), ("other", "False"), ("nan", "NaN"), ("nothing", "None")],
        IsWarm = true,
        ExecutorOptions = new Dictionary<string, string> { ["threads"] = "stack-size=1" },
        Isolated = ["threads"],
        Seed = 42,
        Configurations = [new("serial", 1, 1), new("threads", 2, ChunkSize.Auto)],
        Settings = new SessionSettings(RoundsSpec.Auto, Warmup: 1, new TaskRules { Retries = 2 }),
        InputsDigest = "sha256:0123456789abcdef",
        Plugins = ["partime 1.0.0 sha512:abc", "moons 2.0.0 sha512:def"],
        Machine = "vm: AMD EPYC, 2 CPUs",
    };

    private static readonly RunNoise Noise = new()
    {
        LoadBefore = 0.5,
        MachineCpus = 8,
        UsableCpus = 1.5,
        StealSeconds = 0.25,
        ThrottledSeconds = 0.125,
        OthersCpuSeconds = 3,
        GcPauseSeconds = 1e-6,
        CompiledMethods = 412,
        CompileSeconds = 0.031,
        AllocatedBytes = 123_456_789,
        Waits = 17,
        OnBattery = false,
        Governor = "performance, then powersave",
    };

    private static readonly MadeRun[] Runs =
    [
        MadeRun.Of("1", "2") with { Phase = Phase.Warmup, Seconds = (1e-7, 1.0 / 3, 12345.678901234) },
        MadeRun.Of("1", "2") with { Executor = "threads", Workers = 2, ChunkSize = ChunkSize.Auto, Number = 2, Round = 1, CpuWait = 0.0123456, GcWait = 1.0 / 3 },
        MadeRun.Of("1", null) with { Number = 3, Round = 2 },
        MadeRun.Of("1", "2") with { Number = 4, Round = 3, Error = "the moon, \"is\" down", Status = RunStatus.Error },
        MadeRun.Of("1", "2") with { Number = 5, Round = 4, Status = RunStatus.Suspended },
        MadeRun.Of("1", "2") with { Number = 5, Round = 4, Noise = Noise },
        MadeRun.Of("1", "2") with { Number = 6, Round = 5, Status = RunStatus.Cancelled },
    ];

    private readonly TemporaryFolder folder = new();

    private string Path => folder["runs.csv"];

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void RunsAreReadBackAsTheyWereWritten(bool forExcel)
    {
        Write(forExcel ? CsvDialect.Excel : CsvDialect.Plain);

        var file = RunsReader.Read(Path);

        Assert.Equal(Runs.Select(Observe), file.Runs);
        Assert.Null(file.Remark);
        Assert.Equal(RunColumns.For(Session).Names(), file.Columns);
    }

    [Fact]
    public void ASessionIsReadBackAsItWasWritten()
    {
        Write(CsvDialect.Plain);
        var session = Assert.Single(RunsReader.Read(Path).Sessions);
        Assert.Equal(
            (Session.Id, Session.Workload, Session.Variant, Session.IsWarm, Session.Seed, Session.InputsDigest, Session.Settings, Session.Machine),
            (session.Id, session.Workload, session.Variant, session.IsWarm, session.Seed, session.InputsDigest, session.Settings, session.Machine));
        Assert.Equal(Session.Configurations, session.Configurations);
        Assert.Equal(Session.Plugins, session.Plugins);
        Assert.Equal(Session.Isolated, session.Isolated);
        Assert.Equal("stack-size=1", session.ExecutorOptions["threads"]);
        Assert.Equal(Session.Parameters.Select(parameter => (parameter.Name.Replace('-', '_'), parameter.Value)), session.Parameters);
    }

    [Fact]
    public void AFileOfAnOlderVersionHasFewerColumns()
    {
        File.WriteAllText(Path, """
            workload,schema,session,run,phase,round,executor,workers,chunk_size,tasks,wall_s,status
            moons,1,s,1,measure,1,serial,1,,7,0.5,ok

            """);
        var run = Assert.Single(RunsReader.Read(Path).Runs);
        Assert.Equal(new Scenario("moons", "", "", 7, IsWarm: false), run.Scenario);
        Assert.Equal(new Configuration("serial", 1, ChunkSize.Auto), run.Planned.Configuration);
        Assert.Equal(new TimeParts(0.5, double.NaN, double.NaN, double.NaN), run.Times);
        Assert.Null(run.ConcurrencyMean);
        Assert.Null(run.WorkerTime);
    }

    [Fact]
    public void AFileThatIsNoRunsCsvIsNamedWithTheColumnItLacks()
    {
        File.WriteAllText(Path, "a,b\n1,2\n");
        Assert.Equal($"{Path} has no column 'workload'. Name a runs CSV that 'run' has written.", Mistake());
        Write(CsvDialect.Plain, text => text.Replace("wall_s", "wall_ms", StringComparison.Ordinal));
        Assert.Equal($"{Path} lacks the column wall_s. Without workload, executor, workers, chunk_size, tasks, phase, round, wall_s, status, a row does not tell what ran, in which round, how long it took and whether it counts. When you measure, choose them all.", Mistake());
        File.WriteAllText(Path, "a,b\n1\n1,s\"a\" b\n");
        Assert.Contains("has no column 'workload'", Mistake(), StringComparison.Ordinal);
    }

    [Fact]
    public void AFileThatDoesNotStartAsCsvIsNamed()
    {
        File.WriteAllText(Path, "he said \"no\" to it\n");
        Assert.Equal($"{Path} does not start with the header of a CSV file. Name a runs CSV that 'run' has written.", Mistake());
    }

    [Fact]
    public void ALineThatIsNotUtf8IsNamed()
    {
        Write(CsvDialect.Plain);
        var bytes = File.ReadAllBytes(Path);
        bytes[Array.IndexOf(bytes, (byte)'\n') + 3] = 0xE9;
        File.WriteAllBytes(Path, bytes);
        Assert.Equal($"{Path} is not UTF-8 in line 2. Correct the line, or save the file as UTF-8.", Mistake());
    }

    [Fact]
    public void ALineThatContradictsItsSessionIsNamed()
    {
        var number = 0;
        Write(CsvDialect.Plain, text => Regex.Replace(text, ",42,", seed => ++number == 2 ? ",43," : seed.Value));
        // The header takes a line, and a row two, because of the line break in its option.
        Assert.Equal($"{Path}, line 4: '43' in column session_seed is '42' in line 2 of the same session. Correct the line or remove it.", Mistake());
    }

    [Fact]
    public void ALineWithAWrongNumberIsNamed()
    {
        Write(CsvDialect.Plain, text => text.Replace(",1.75,", ",1.75s,", StringComparison.Ordinal));
        Assert.Equal($"{Path}, line 4: '1.75s' in column wall_s is not a number. Correct the line or remove it.", Mistake());
        Write(CsvDialect.Plain, text => text.Replace(",threads,2,", ",threads,0,", StringComparison.Ordinal));
        Assert.Contains(": '0' in column workers is not a whole number from 1.", Mistake(), StringComparison.Ordinal);
        Write(CsvDialect.Plain, text => text.Replace("warmup", "warming", StringComparison.Ordinal));
        Assert.Contains(": 'warming' in column phase is not one of warmup, measure.", Mistake(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1e12")]
    [InlineData("1e308")]
    [InlineData("1e-320")]
    [InlineData("-1")]
    public void AnImpossibleTimeIsNamed(string seconds)
    {
        Write(CsvDialect.Plain, text => text.Replace(",1.75,", $",{seconds},", StringComparison.Ordinal));
        Assert.Contains($"line 4: '{seconds}' in column wall_s is not a number of seconds from 0 to a century. Correct", Mistake(), StringComparison.Ordinal);
    }

    [Fact]
    public void ALineWithAnotherNumberOfFieldsIsNamed()
    {
        const string Whole = "workload,schema,session,run,phase,round,executor,workers,chunk_size,tasks,wall_s,status\nmoons,1,s,1,measure,1,serial,1,,7,0.5,ok\n";
        File.WriteAllText(Path, Whole + "1,s,2\n");
        Assert.Equal($"{Path}, line 3 has 3 fields, but the header has 12. Correct the line or remove it.", Mistake());
        File.WriteAllText(Path, Whole + "1\n");
        Assert.Equal($"{Path}, line 3 has 1 field, but the header has 12. Correct the line or remove it.", Mistake());
        File.WriteAllText(Path, Whole + "1,s\"a\" b\n");
        Assert.Equal($"{Path}, line 3 is not CSV as partime writes it. Correct the line or remove it.", Mistake());
    }

    [Fact]
    public void AllCompleteRowsOfAFileThatWasCutAreRead()
    {
        Write(CsvDialect.Plain);
        var text = File.ReadAllText(Path);
        var header = text.IndexOf('\n', StringComparison.Ordinal) + 1;
        for (var length = header; length < text.Length; length += 13)
        {
            File.WriteAllText(Path, text[..length]);
            var file = RunsReader.Read(Path);
            Assert.InRange(file.Runs.Count, 0, Runs.Length - 1);
            Assert.Equal(Runs.Take(file.Runs.Count).Select(Observe), file.Runs);
            if (file.Remark is null)
                Assert.EndsWith("\n", text[..length], StringComparison.Ordinal);
        }
    }

    [Fact]
    public void AQuoteThatIsNeverClosedIsNamed()
    {
        File.WriteAllText(Path, "schema,session\n1,\"a\nb\"\n1,\"c\n1,d\n1,\"e, f\"\n");
        Assert.Equal($"{Path}, line 4 has a quote (\") that is never closed, so all lines after it belong to one field. Correct the line or remove it.", Mistake());
        Assert.Contains(", line 4 has a quote", Assert.Throws<PartimeException>(() => WholeRecords.In(Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnUnclosedQuoteOfAKilledWriterIsAnIncompleteLine()
    {
        File.WriteAllText(Path, "schema,session,error\n1,s,\n1,s,\"an error\n  at some line, 1\n  at another\n");
        Assert.Equal("schema,session,error\n1,s,\n".Length, WholeRecords.In(Path).End);
    }

    [Fact]
    public void AFileThatIsTooLongIsRefused()
    {
        using var stream = new MemoryStream(new byte[(1 << 20) + 1]);
        Assert.StartsWith("runs.csv is longer than 1 MiB, ", Assert.Throws<PartimeException>(() => CsvTable.BytesOf(stream, "runs.csv", max: 1 << 20)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AFileOfANewerVersionIsRefused()
    {
        Write(CsvDialect.Plain, text => text.Replace("CPUs\",2\n", "CPUs\",7\n", StringComparison.Ordinal));
        Assert.Equal($"{Path} is from a newer partime: its schema is 7, and this one knows 2. Update partime.", Mistake());
    }

    [Fact]
    public void ASecondRowOfTheSameRunIsRefused()
    {
        Write(CsvDialect.Plain, written => written + written[(written.IndexOf('\n', StringComparison.Ordinal) + 1)..]);
        Assert.EndsWith("is a second row of serial in round 1 of session 20261123T210506Z-ab12. Remove one of them.", Mistake(), StringComparison.Ordinal);
    }

    [Fact]
    public void AMissingFileIsNamed()
    {
        Assert.Equal($"There is no file '{Path}'. Name a runs CSV that 'run' has written.", Mistake());
        Assert.Contains("it is a folder", Assert.Throws<PartimeException>(() => RunsReader.Read(folder.Path)).Message, StringComparison.Ordinal);
    }

    private static Observation Observe(MadeRun made) => Observation.Of(made.Record(), Session);

    private string Mistake() => Assert.Throws<PartimeException>(() => RunsReader.Read(Path)).Message;

    private void Write(CsvWriterOptions dialect, Func<string, string>? change = null)
    {
        CsvOutput.WriteRuns(Path, Session, Runs, dialect);
        if (change is not null)
            File.WriteAllText(Path, change(File.ReadAllText(Path)), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
    }
}
