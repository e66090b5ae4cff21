using Partime.Tool.Analysis;
using Partime.Tool.Cli;
using Partime.Tool.Reporting;
using Partime.Tool.Tests.Reporting;

namespace Partime.Tool.Tests.Cli;

public sealed class ResumptionTests : IDisposable
{
    private const string Anew = "Run with the arguments and plugins of then, or measure anew with --csv.";

    private static readonly ReportHeader Header = CsvOutput.Header() with
    {
        Plan = "serial:1:1 threads:2:1",
        Settings = "2 rounds; 0 to warm up; no timeout; 0 retries",
        Plugins = "partime 1.0.0 sha512:abc; moons 2.0.0 sha512:def",
    };

    private readonly TemporaryFolder folder = new();

    private string Path => folder["runs.csv"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void OfPlanAndPluginsOnlyWhatDiffersIsNamed()
    {
        Write(rounds: 2);
        Assert.Equal($"plan: only there threads:2:1, only here threads:4:1. {Anew}", Refusal(Header with { Plan = "serial:1:1 threads:4:1" }));
        Assert.Equal($"plan: only here async:2:1. {Anew}", Refusal(Header with { Plan = "serial:1:1 threads:2:1 async:2:1" }));
        Assert.Equal($"plan: the same in another order. {Anew}", Refusal(Header with { Plan = "threads:2:1 serial:1:1" }));
        Assert.Equal(
            $"plugins: only there moons 2.0.0 sha512:def, only here moons 2.1.0 sha512:fed. {Anew}",
            Refusal(Header with { Plugins = "partime 1.0.0 sha512:abc; moons 2.1.0 sha512:fed" }));
    }

    [Theory]
    [InlineData("2 rounds; 1 to warm up; timeout 5s; 0 retries", "was 0 to warm up; no timeout, is 1 to warm up; timeout 5s")]
    [InlineData("2 rounds; 0 to warm up; no timeout; 0 retries; fail fast", "fail fast is new")]
    [InlineData("1 round; 0 to warm up; no timeout; 0 retries", "was 2 rounds, is 1 round")]
    [InlineData("3 rounds; 1 to warm up; no timeout; 0 retries", "was 2 rounds; 0 to warm up, is 3 rounds; 1 to warm up")]
    public void OfSettingsOnlyTheDifferingPartsAreNamed(string settings, string difference)
    {
        Write(rounds: 2);
        Assert.Equal($"settings: {difference}. {Anew}", Refusal(Header with { Settings = settings }));
    }

    [Fact]
    public void MoreRoundsOfACompleteSessionAreHadByAppending()
    {
        Write(rounds: 2);
        Assert.Equal(
            $"settings: was 2 rounds, is 8 rounds. That one is complete: for 6 more rounds, write --csv {Path} --append --rounds 6 in place of --resume {Path} --rounds 8.",
            Refusal(Header with { Settings = Header.Settings.Replace("2 rounds", "8 rounds", StringComparison.Ordinal) }));
        Assert.EndsWith(
            $"For more rounds, write --csv {Path} --append in place of --resume {Path}.",
            Refusal(Header with { Settings = Header.Settings.Replace("2 rounds", "auto rounds to 1% within 30s", StringComparison.Ordinal) }),
            StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsNotCompleteIsToBeContinuedFirst()
    {
        Write(rounds: 1);
        Assert.EndsWith(Anew, Refusal(Header with { Settings = Header.Settings.Replace("2 rounds", "8 rounds", StringComparison.Ordinal) }), StringComparison.Ordinal);
    }

    private string Refusal(ReportHeader now)
    {
        var message = Assert.Throws<PartimeException>(() => Resumption.Read(Path).Continue(now, isIsolating: false, isForExcel: false)).Message;
        var start = $"{Path} cannot be continued, as this is not the same session: ";
        Assert.StartsWith(start, message, StringComparison.Ordinal);
        return message[start.Length..];
    }

    private void Write(int rounds)
    {
        using var report = new RunReport(new Outputs(Path, null, Excel: false), Header);
        for (var round = 1; round <= rounds; round++)
            foreach (var run in (MadeRun[])[MadeRun.Of("1"), MadeRun.Of("1") with { Executor = "threads", Workers = 2 }])
                report.Write((run with { Round = round }).Record(), new Findings(resultsCompare: true));
    }
}
