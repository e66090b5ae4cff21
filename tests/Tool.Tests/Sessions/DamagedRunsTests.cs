using System.Globalization;
using System.Text;
using Partime.Tool.Analysis;
using Partime.Tool.Files;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;
using Partime.Tool.Reporting;
using Partime.Tool.Sessions;
using Partime.Tool.Tests.Reporting;

namespace Partime.Tool.Tests.Sessions;

/// <summary>A file that was damaged is refused with a sentence, or what remains of it is a beginning of its session.</summary>
public sealed class DamagedRunsTests : IDisposable
{
    private const int Mutations = 2_500;
    private const int Rounds = 3;

    private static readonly Plan Plan = new(new TaskInputs([new InputSegment.Texts(["1", "2"])], 1), [new("serial", 1, 1), new("threads", 2, 1)], Warmup: 0, RoundsSpec.Parse($"{Rounds}", null, null)) { Seed = 42 };

    private static readonly SessionInfo Session = CsvOutput.Session() with
    {
        Configurations = Plan.Configurations,
        Seed = Plan.Seed,
        Settings = SessionSettings.Parse($"{Rounds} rounds; 0 to warm up; no timeout; 0 retries"),
        Plugins = ["partime 1.0.0 sha512:abc"],
        InputsDigest = "sha256:0123456789abcdef",
        Machine = "vm: AMD EPYC, 2 CPUs",
    };

    private static readonly PlannedRun[] Planned = [.. Enumerable.Range(1, Rounds).SelectMany(round => Plan.Round(Phase.Measure, round))];

    private readonly TemporaryFolder folder = new();

    private string Path => folder["runs.csv"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void AnUndamagedFileContinues()
    {
        Write(Planned.Length - 1);
        Assert.Equal(Planned.Length - 1, FinishedRuns());
    }

    [Fact]
    public void WhateverIsContinuedIsABeginningOfItsSession()
    {
        Write(Planned.Length - 1);
        var whole = File.ReadAllBytes(Path);
        var header = Encoding.UTF8.GetString(whole).Split('\n')[0];
        // Seeded, so that a failure comes again.
        var random = new Random(1);
        var accepted = 0;
        for (var number = 0; number < Mutations; number++)
        {
            var damaged = Damage.To(whole, random);
            File.WriteAllBytes(Path, damaged);
            try
            {
                var finished = FinishedRuns();
                accepted++;
                AssertIsBeginning(damaged[..(int)Continued().Kept().Length], header, finished, number);
            }
            catch (PartimeException exception)
            {
                Assert.Contains(Path, exception.Message, StringComparison.Ordinal);
            }
        }
        // Changes of a measured time cannot be noticed.
        Assert.InRange(accepted, 1, Mutations / 2);
    }

    /// <summary>Such a run was measured again, or is if it is the last.</summary>
    [Theory]
    [InlineData(1, "0! 0 1", 3, true)]
    [InlineData(2, "0 1!", 2, true)]
    [InlineData(3, "0 1! 1! 1! 2", 5, true)]
    [InlineData(4, "0 1! 1! 1! 1!", 0, false)]
    [InlineData(5, "0! 1", 0, false)]
    [InlineData(6, "0 0!", 0, false)]
    public void AStoppedRunStandsBeforeItsRepetition(int number, string rows, int finished, bool isContinued)
    {
        Write([.. rows.Split(' ').Select(row => MadeRun.Of("1", "2").Record() with
        {
            Planned = Planned[row[0] - '0'],
            Status = row.EndsWith('!') ? RunStatus.Suspended : RunStatus.Ok,
        })]);
        if (isContinued)
            Assert.Equal((number, finished), (number, FinishedRuns()));
        else
            Assert.Contains("cannot be continued", Assert.Throws<PartimeException>(Continued).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ARowOfOtherWorkIsNamed()
    {
        Write(1);
        File.WriteAllText(Path, File.ReadAllText(Path).Replace(",2,measure,", ",3,measure,", StringComparison.Ordinal));
        var run = $"run 1 ({new ConfigurationNames(Plan.Configurations).Of(Planned[0].Configuration)} in round 1)";
        Assert.Equal($"{Path} cannot be continued: the row of {run} stands where that of {run} belongs, or has been changed. Continue an unchanged copy, or measure again.",
            Assert.Throws<PartimeException>(Continued).Message);
    }

    private static void AssertIsBeginning(byte[] kept, string header, int finished, int number)
    {
        Assert.True(System.Text.Unicode.Utf8.IsValid(kept), $"mutation {number}");
        var table = Rfc4180.Read(Encoding.UTF8.GetString(kept));
        Assert.Equal(header, string.Join(',', table[0]));
        var columns = table[0].ToList();
        // A file may hold the rows of other sessions before those of this one. What the id of the only row was, nothing tells.
        var id = table[^1][columns.IndexOf("session")];
        Assert.True(id == Session.Id || finished == 1, $"mutation {number}");
        var rows = table.Skip(1).SkipWhile(row => row[columns.IndexOf("session")] != id).ToList();
        Assert.Equal(finished, rows.Count);
        for (var i = 0; i < finished; i++)
        {
            string Field(string name) => rows[i][columns.IndexOf(name)];
            int Number(string name) => int.Parse(Field(name), CultureInfo.InvariantCulture);
            var planned = Planned[i];
            Assert.Equal((number, planned.Number, planned.Round, planned.Configuration.Executor, planned.Configuration.Workers, 2, id),
                (number, Number("run"), Number("round"), Field("executor"), Number("workers"), Number("tasks"), Field("session")));
        }
    }

    private int FinishedRuns() => Continued().Finished.Count;

    private Resumption Continued()
    {
        var resumption = Resumption.Read(Path);
        resumption.Continue(Session with { Id = "another" }, isIsolating: false, isForExcel: false);
        resumption.EnsurePlanned(Plan);
        return resumption;
    }

    private void Write(int count) => Write([.. Planned.Take(count).Select(run => MadeRun.Of("1", "2").Record() with { Planned = run })]);

    private void Write(RunRecord[] runs)
    {
        using var report = new RunReport(new Outputs(Path, null, Excel: false), Session);
        foreach (var run in runs)
            report.Write(run, new Findings(resultsCompare: true));
    }
}
