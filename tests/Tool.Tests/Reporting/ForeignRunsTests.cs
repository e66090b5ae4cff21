using System.Text;
using Partime.Tool.Analysis;
using Partime.Tool.Planning;
using Partime.Tool.Reporting;

namespace Partime.Tool.Tests.Reporting;

/// <summary>Runs CSVs that other programs have saved, joined or converted.</summary>
public sealed class ForeignRunsTests : IDisposable
{
    private const string Header = "schema,session,run,phase,round,order,workload,executor,workers,chunk_size,tasks,wall_s,startup_s,status,isolated,governor,seed,param_fast\n";
    private const string First = "1,s,1,measure,1,1,moons,serial,1,1,7,0.5,0.25,ok,no,,42,true\n";
    private const string Second = "1,s,2,measure,1,2,moons,threads,2,,7,0.125,1.5E-05,ok,no,,42,true\n";

    private readonly TemporaryFolder folder = new();

    private string Path => folder["runs.csv"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void WholeNumbersAndTruthAreReadAsPandasWritesThem() => AssertSame("""
        ,schema,session,run,phase,round,order,workload,executor,workers,chunk_size,tasks,wall_s,startup_s,status,isolated,governor,seed,param_fast
        0,1,s,1,measure,1.0,1,moons,serial,1,1.0,7,0.5,0.25,ok,False,NaN,42.0,True
        1,1,s,2,measure,1.0,2,moons,threads,2,NaN,7,0.125,1.5e-05,ok,no,,42.0,True

        """);

    /// <summary>partime quotes a text that is such a word. pandas does not.</summary>
    [Theory]
    [InlineData("\"True\"", "True")]
    [InlineData("\"False\"", "False")]
    [InlineData("\"NaN\"", "NaN")]
    [InlineData("True", "true")]
    [InlineData("False", "false")]
    [InlineData("NaN", "")]
    [InlineData("None", "None")]
    [InlineData("TRUE", "TRUE")]
    public void OnlyWithoutQuotesIsATextReadAsPandasMeansIt(string field, string value)
    {
        File.WriteAllText(Path, Header + First.Replace(",true\n", $",{field}\n", StringComparison.Ordinal));

        Assert.Equal(value, RunsReader.Read(Path).Sessions.Single().Parameters.Single().Value);
    }

    [Fact]
    public void AFileWithSemicolonsAndDecimalCommasIsRead()
    {
        AssertSame((Header + First + Second).Replace(',', ';').Replace("0.", "0,", StringComparison.Ordinal).Replace("1.5E", "1,5E", StringComparison.Ordinal));
        AssertSame("sep=;\n" + (Header + First + Second).Replace(',', ';'));
        AssertSame('\ufeff' + (Header + First + Second).Replace(',', ';').Replace("\n", "\r\n", StringComparison.Ordinal));
    }

    [Fact]
    public void AFileWithTabsIsRead() => AssertSame((Header + First + Second).Replace(',', '\t'));

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public void AFileInUtf16IsRead(string encoding) => AssertSame(Header + First + Second, Encoding.GetEncoding(encoding));

    [Fact]
    public void FilesJoinedIntoOneAreRead()
    {
        AssertSame(Header + First + Header + Second);
        AssertSame('\ufeff' + Header + First + '\ufeff' + Header + Second);
    }

    [Fact]
    public void AHeaderWithOtherColumnsIsNamed() => AssertMistake(Header + First + "param_x," + Header + "3," + Second, ", line 3 is the header of another file, with other columns. Name each of the files by itself.");

    [Theory]
    [InlineData("0,5", "0.25", "'0.25' in column startup_s is not a number with a decimal comma, as numbers before it have.")]
    [InlineData("0.5", "0,25", "'0,25' in column startup_s is not a number with a decimal point, as numbers before it have.")]
    [InlineData("1.000,5", "0", "'1.000,5' in column wall_s is not a number.")]
    public void NumbersWithTwoDecimalMarksAreRefused(string wall, string startup, string mistake) => AssertMistake(
        Header.Replace(',', ';') + $"1;s;1;measure;1;1;moons;serial;1;1;7;{wall};{startup};ok;no;;42;true\n", $", line 2: {mistake} Correct the line or remove it.");

    [Theory]
    [InlineData("1.5")]
    [InlineData("1e300")]
    [InlineData("9007199254740993.0")]
    public void AWholeNumberThatLostItsDigitsIsRefused(string seed) =>
        AssertMistake(Header + First.Replace(",42,", $",{seed},", StringComparison.Ordinal), $", line 2: '{seed}' in column seed is not a whole number. Correct the line or remove it.");

    [Theory]
    [InlineData("NaN")]
    [InlineData("")]
    public void AMissingNumberIsCalledMissing(string wall) =>
        AssertMistake(Header + First.Replace(",0.5,", $",{wall},", StringComparison.Ordinal), ", line 2: column wall_s has no value, and needs a number of seconds from 0 to a century. Correct the line or remove it.");

    [Fact]
    public void OfTwoColumnsWithOneNameNoneIsBelieved()
    {
        AssertMistake(Header.Replace("governor", "wall_s", StringComparison.Ordinal) + First, " has the column wall_s twice. Remove one of them.");
        AssertSame(Header.Replace("governor,", "governor,,,", StringComparison.Ordinal) + First.Replace("no,,", "no,,,,", StringComparison.Ordinal) + Second.Replace("no,,", "no,,,,", StringComparison.Ordinal));
        File.WriteAllText(Path, "session,run,task,worker,started_s,ended_s,status,task\n");
        Assert.Contains("has the column task twice.", Assert.Throws<PartimeException>(() => TasksReader.Read(Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OtherFilesOfPartimeAreNamed()
    {
        AssertKind(string.Join(',', TaskColumns.For([]).Names()) + "\n", "is a tasks CSV of partime");
        AssertKind(string.Join(';', SummaryColumns.For([]).Names()) + "\n", "is a summary CSV of partime");
        AssertKind(string.Join(',', ComparisonColumns.All.Names()) + "\n", "is a comparison CSV of partime");
        AssertKind(First + Second, "has no header: its first line is a run");
        AssertKind("| executor | workers |\n", "is a Markdown table");
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("\ufeff\r\n", "is empty")]
    [InlineData("[1]\n", "is a JSON document")]
    [InlineData("{\n  \"schema\": 1,\n  \"text\": \"a\"\n}\n", "is a JSON document")]
    [InlineData("{\"schema\": 1}", "is a JSON document")]
    [InlineData("\uFEFF {}\n", "is a JSON document")]
    [InlineData("<!DOCTYPE html>\n", "is an HTML or XML document")]
    [InlineData("PK\u0003\u0004\n", "is a workbook or another ZIP archive")]
    [InlineData("s\0c\0h\0\n\0", "is not text in UTF-8")]
    [InlineData("schema,run", "has no complete line: its first one does not end with a line break")]
    [InlineData("a,b\n", "has no column 'workload'")]
    public void AnyOtherFileIsNamed(string text, string kind) => AssertKind(text, kind);

    [Fact]
    public void ACompressedFileIsNamed()
    {
        File.WriteAllBytes(Path, [0x1F, 0x8B, 8, 0]);
        Assert.Contains("is compressed with gzip.", Mistake(), StringComparison.Ordinal);
    }

    [Fact]
    public void UnevenUtf16IsNamed()
    {
        File.WriteAllBytes(Path, [0xFF, 0xFE, 0x00, 0xD8, 0x0A, 0x00]);
        Assert.Equal($"{Path} starts as UTF-16 text and goes on as something else. Save it as UTF-8.", Mistake());
    }

    [Theory]
    [InlineData(",1,1,7,", ",1,1.0,7,", "'1.0' in column chunk_size is not a whole number.")]
    [InlineData(",,42,", ",,NaN,", "'NaN' in column seed is not a whole number.")]
    [InlineData(",no,", ",False,", "'False' in column isolated is not one of yes, no.")]
    public void AFileThatIsToBeContinuedIsReadOnlyAsPartimeWritesIt(string written, string changed, string mistake)
    {
        File.WriteAllText(Path, Header + First.Replace(written, changed, StringComparison.Ordinal));
        Assert.Contains(mistake, StrictMistake(), StringComparison.Ordinal);
        RunsReader.Read(Path);
    }

    [Fact]
    public void FilesOfOtherFormsAreNotContinued()
    {
        File.WriteAllText(Path, (Header + First).Replace(',', ';'));
        const string Semicolons = " has its fields separated by ';', and partime would continue it with ','. Continue the file as partime has written it, or name another.";
        Assert.Equal(Path + Semicolons, StrictMistake());
        Assert.Equal(Path + Semicolons, Assert.Throws<PartimeException>(() => AppendedFile.PartOf(Path, ["schema"], isForExcel: false)).Message);
        File.WriteAllText(Path, Header + First + Header + Second);
        Assert.Equal($"{Path}, line 3 is the header of another file. Name each of the files by itself.", StrictMistake());
        File.WriteAllText(Path, Header + First, Encoding.Unicode);
        Assert.Equal($"{Path} is UTF-16 text, and partime would continue it in UTF-8. Save it as UTF-8 first.",
            Assert.Throws<PartimeException>(() => Tool.Sessions.Resumption.Read(Path)).Message);
    }

    private void AssertSame(string text, Encoding? encoding = null)
    {
        File.WriteAllText(Path, Header + First + Second);
        var expected = RunsReader.Read(Path, isStrict: true);
        File.WriteAllText(Path, text, encoding ?? new UTF8Encoding());

        var file = RunsReader.Read(Path);

        Assert.Equal(expected.Runs, file.Runs);
        Assert.Equal(expected.Sessions.Single().Parameters, file.Sessions.Single().Parameters);
        Assert.Equal(expected.Sessions.Single().Seed, file.Sessions.Single().Seed);
        Assert.Null(file.Remark);
        Assert.Equal(new Configuration("threads", 2, ChunkSize.Auto), file.Runs[1].Planned.Configuration);
        Assert.Equal(0.125, file.Runs[1].Times.Wall);
        Assert.Equal(2, file.Runs.Count);
    }

    private void AssertMistake(string text, string mistake)
    {
        File.WriteAllText(Path, text);
        Assert.Equal(Path + mistake, Mistake());
    }

    private void AssertKind(string text, string kind) => AssertMistake(text, $" {kind}. Name a runs CSV that 'run' has written.");

    private string Mistake() => Assert.Throws<PartimeException>(() => RunsReader.Read(Path)).Message;

    private string StrictMistake() => Assert.Throws<PartimeException>(() => RunsReader.Read(Path, isStrict: true)).Message;
}
