using Partime.Tool.Analysis;
using Partime.Tool.Cli;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;
using Partime.Tool.Reporting;
using Partime.Tool.Sessions;
using Partime.Tool.Tests.Reporting;

namespace Partime.Tool.Tests.Sessions;

public sealed class ResumptionTests : IDisposable
{
    private const string Anew = "Run with the same arguments and plugins as then, or measure again with --csv.";

    private static readonly SessionInfo Then = CsvOutput.Session() with
    {
        Configurations = Plan("serial:1:1 threads:2:1"),
        Settings = SessionSettings.Parse("2 rounds; 0 to warm up; no timeout; 0 retries"),
        Plugins = ["partime 1.0.0 sha512:abc", "moons 2.0.0 sha512:def"],
    };

    private readonly TemporaryFolder folder = new();

    private string Path => folder["runs.csv"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void OfPlanAndPluginsOnlyWhatDiffersIsNamed()
    {
        Write(rounds: 2);
        Assert.Equal($"plan: only there threads:2:1, only here threads:4:1. {Anew}", Refusal(Then with { Configurations = Plan("serial:1:1 threads:4:1") }));
        Assert.Equal($"plan: only here async:2:1. {Anew}", Refusal(Then with { Configurations = Plan("serial:1:1 threads:2:1 async:2:1") }));
        Assert.Equal($"plan: only here async:1:1 async:2:1 async:3:1 async:4:1 async:5:1 async:6:1 async:7:1 async:8:1 …. {Anew}", Refusal(Then with { Configurations = Plan($"serial:1:1 threads:2:1 {string.Join(' ', Enumerable.Range(1, 20).Select(workers => $"async:{workers}:1"))}") }));
        Assert.Equal($"plan: the same in another order. {Anew}", Refusal(Then with { Configurations = Plan("threads:2:1 serial:1:1") }));
        Assert.Equal(
            $"plugins: only there moons 2.0.0 sha512:def, only here moons 2.1.0 sha512:fed. {Anew}",
            Refusal(Then with { Plugins = ["partime 1.0.0 sha512:abc", "moons 2.1.0 sha512:fed"] }));
    }

    [Theory]
    [InlineData("2 rounds; 1 to warm up; timeout 5s; 0 retries", "was 0 to warm up; no timeout, is 1 to warm up; timeout 5s")]
    [InlineData("2 rounds; 0 to warm up; no timeout; 0 retries; fail fast", "fail fast is new")]
    [InlineData("2 rounds; 0 to warm up; no timeout; 0 retries; weak scaling", "weak scaling is new")]
    [InlineData("1 round; 0 to warm up; no timeout; 0 retries", "was 2 rounds, is 1 round")]
    [InlineData("3 rounds; 1 to warm up; no timeout; 0 retries", "was 2 rounds; 0 to warm up, is 3 rounds; 1 to warm up")]
    public void OfSettingsOnlyTheDifferingPartsAreNamed(string settings, string difference)
    {
        Write(rounds: 2);
        Assert.Equal($"settings: {difference}. {Anew}", Refusal(Then with { Settings = SessionSettings.Parse(settings) }));
    }

    [Fact]
    public void ForMoreRoundsOfACompleteSessionTheHintIsToAppend()
    {
        Write(rounds: 2);
        Assert.Equal(
            $"settings: was 2 rounds, is 8 rounds. That session is complete: for 6 more rounds, write --csv {Path} --append --rounds 6 in place of --resume {Path} --rounds 8.",
            Refusal(WithRounds("8 rounds")));
        Assert.EndsWith(
            $"For more rounds, write --csv {Path} --append in place of --resume {Path}.",
            Refusal(WithRounds("auto rounds to 1% within 30s")),
            StringComparison.Ordinal);
    }

    [Fact]
    public void AnIncompleteSessionGetsNoHintToAppend()
    {
        Write(rounds: 1);
        Assert.EndsWith(Anew, Refusal(WithRounds("8 rounds")), StringComparison.Ordinal);
    }

    private static Configuration[] Plan(string configurations) => [.. configurations.Split(' ').Select(text => Configuration.FromText(text)!)];

    private static SessionInfo WithRounds(string rounds) => Then with { Settings = SessionSettings.Parse($"{Then.Settings}".Replace("2 rounds", rounds, StringComparison.Ordinal)) };

    /// <summary>As the user reads it.</summary>
    private string Refusal(SessionInfo now)
    {
        var refusal = Assert.Throws<SessionDiffersException>(() => Resumption.Read(Path).Continue(now, isIsolating: false, isForExcel: false));
        var start = $"{Path} cannot be continued, because this is not the same session: ";
        Assert.StartsWith(start, refusal.Message, StringComparison.Ordinal);
        return $"{refusal.Message[start.Length..]} {ResumeHints.AfterRefusal(refusal, Path, now.Settings!.Rounds.Fixed)}";
    }

    private void Write(int rounds)
    {
        using var report = new RunReport(new Outputs(Path, null, Excel: false), Then);
        for (var round = 1; round <= rounds; round++)
            foreach (var run in (MadeRun[])[MadeRun.Of("1"), MadeRun.Of("1") with { Executor = "threads", Workers = 2 }])
                report.Write((run with { Round = round }).Record(), new Findings(resultsCompare: true));
    }
}
