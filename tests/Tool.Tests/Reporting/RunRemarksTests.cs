using Partime.Tool.Analysis;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;
using Partime.Tool.Reporting;

namespace Partime.Tool.Tests.Reporting;

public sealed class RunRemarksTests
{
    [Fact]
    public void AnOutlierHasItsSessionIfThereAreSeveral()
    {
        Observation[] monday = [.. Rounds(1, 1.01, 0.99, 1.02, 0.98, 9)];
        Observation[] tuesday = [.. monday[..^1].Select(run => run with { Session = "tuesday" })];
        Assert.Equal(["serial has outliers, which count like all rounds: round 6 took 9.000 s."], SummaryRemarks.Of(Summary.Of(monday, EquivalenceBand.Default)));
        Assert.Equal(["serial has outliers, which count like all rounds: round 6 of session took 9.000 s."], SummaryRemarks.Of(Summary.Of([.. monday, .. tuesday], EquivalenceBand.Default)));
    }

    [Fact]
    public void OutliersOfSeveralConfigurationsAreOneSentence()
    {
        Observation[] serial = [.. Rounds(1, 1.01, 0.99, 1.02, 0.98, 9)];
        var threads = serial.Select(run => run with { Planned = run.Planned with { Configuration = new("threads", 2, 1) } });
        Assert.Equal(["2 configurations have outliers, which count like all rounds: serial in round 6 took 9.000 s; threads × 2 in round 6 took 9.000 s."],
            SummaryRemarks.Of(Summary.Of([.. serial, .. threads], EquivalenceBand.Default)).Where(remark => remark.Contains("outliers", StringComparison.Ordinal)));
    }

    [Fact]
    public void OfManyRemarksTheFirstAreShownUnlessAllAreWanted()
    {
        string[] seven = ["a", "b", "c", "d", "e", "f", "g"];
        Assert.Equal(seven[..5], RunRemarks.Shown(seven, Verbosity.Normal));
        Assert.Equal(seven, RunRemarks.Shown(seven, Verbosity.Verbose));
        Assert.Equal(seven[..6], RunRemarks.Shown(seven[..6], Verbosity.Normal));
    }

    [Fact]
    public void OnlyAFewOfManyOutliersAreNamed()
    {
        var runs = Rounds([.. Enumerable.Repeat(1.0, 30), .. Enumerable.Range(5, 9).Select(seconds => (double)seconds)]);
        Assert.EndsWith("round 35 took 9.000 s and 4 more.", Assert.Single(SummaryRemarks.Of(Summary.Of(runs, EquivalenceBand.Default))));
    }

    [Theory]
    [InlineData(false, "raise the budget of 2s.")]
    [InlineData(true, "measure on a quiet machine, or raise the budget of 2s.")]
    public void MoreTimeIsNotTheOnlyAdviceOnABusyMachine(bool isDisturbed, string advice)
    {
        var plan = new Plan(new TaskInputs([], 1), [new("serial", 1, 1)], 0, RoundsSpec.Auto with { Budget = TimeSpan.FromSeconds(2) });
        var stopping = new StoppingRule(plan.Rounds);
        var round = 1;
        for (; stopping.WantsRound(round); round++)
            stopping.Add(Rounds(0.3 * round)[0]);
        Assert.EndsWith(advice, Assert.Single(StoppingText.Of(stopping, plan, new ConfigurationNames(plan.Configurations), isDisturbed)));
    }

    [Fact]
    public void AnEvenNumberOfRoundsHasNoRoundInTheMiddle()
    {
        Assert.Equal(["serial: the parts of its time are those of a round of 1.000 s, because the median of 1.500 s lies between two rounds. Measure more rounds."],
            SummaryRemarks.Of(Summary.Of(Rounds(1, 2), EquivalenceBand.Default)));
        Assert.Empty(SummaryRemarks.Of(Summary.Of(Rounds(1, 2, 3), EquivalenceBand.Default)));
        Assert.Empty(SummaryRemarks.Of(Summary.Of(Rounds(1, 1.05), EquivalenceBand.Default)));
    }

    /// <summary>Every round is twice as fast, but the medians are of different rounds.</summary>
    [Fact]
    public void ASpeedUpThatTheMediansContradictIsExplained()
    {
        var serial = Rounds(2, 2, 2, 8, 8);
        var threads = Rounds(1, 1, 4, 4, 4).Select(run => run with { Planned = run.Planned with { Configuration = new("threads", 2, 1) } });
        Assert.Equal(["threads × 2: the speed-up is 2.00 within the rounds, which counts, and 0.50 by the medians of the table. Some rounds were slower as a whole: measure on a quiet machine, or more rounds."],
            SummaryRemarks.Of(Summary.Of([.. serial, .. threads], EquivalenceBand.Default)).Where(remark => remark.Contains("the speed-up", StringComparison.Ordinal)));
    }

    [Fact]
    public void OfSeveralScenariosEachIsNamed()
    {
        var short1 = Rounds(1, 1, 1);
        short1[1] = short1[1] with { Remarks = "built in Debug" };
        Observation[] other = [.. short1.Select(run => run with { Session = "other", Scenario = run.Scenario with { Workload = "suns" }, Noise = new RunNoise { OnBattery = true } })];
        Assert.Collection(RunRemarks.OfFile(Arm.AllOf([.. short1, .. other])),
            remark => Assert.Equal("serial of moons; serial of suns: built in Debug.", remark),
            battery => Assert.StartsWith("serial of suns ran on battery", battery));
        Assert.StartsWith("serial of suns: the parts of its time", Assert.Single(SummaryRemarks.Of(Summary.Of([.. short1, .. other.Take(1), other[1] with { Times = new TimeParts(2, 0, 2, 0) }], EquivalenceBand.Default))));
    }

    [Fact]
    public void AnotherSettingIsNoOtherMachine()
    {
        const string One = "vm: AMD EPYC, 2 CPUs, Linux 6.1, .NET 10.0.12, workstation GC", Other = "vm: AMD EPYC, 2 CPUs, Linux 6.1, .NET 10.0.12, server GC, DOTNET_TieredPGO=0";
        Assert.True(MachineText.AreSettingsOfOne([One, Other]));
        Assert.Equal(("workstation GC", "server GC, DOTNET_TieredPGO=0", "none of these"), (MachineText.Apart(One, Other), MachineText.Apart(Other, One), MachineText.Apart(One, One)));
        Assert.False(MachineText.AreSettingsOfOne([One, One.Replace("2 CPUs", "4 CPUs", StringComparison.Ordinal)]));
        Assert.False(MachineText.AreSettingsOfOne([One, One.Replace("vm", "pm", StringComparison.Ordinal)]));
    }

    [Fact]
    public void RemarksInAFileAreRepeated()
    {
        var runs = Rounds(1, 1, 1);
        runs[1] = runs[1] with { Remarks = "the workload was built in Debug" };
        runs[2] = runs[2] with { Remarks = "the workload was built in Debug", Noise = new RunNoise { OnBattery = true } };
        Assert.Collection(RunRemarks.OfFile(Arm.AllOf(runs)),
            remark => Assert.Equal("serial: the workload was built in Debug.", remark),
            battery => Assert.StartsWith("serial ran on battery", battery));
    }

    [Fact]
    public void SessionsOfOneMachineShareALine()
    {
        SessionInfo Session(string machine, string? started) => new()
        {
            Id = "s",
            Workload = "moons",
            Machine = machine,
            StartedUtc = started is null ? null : DateTimeOffset.Parse(started, System.Globalization.CultureInfo.InvariantCulture),
        };
        Assert.Equal(
            ["vm: 2 CPUs, 2026-01-02 03:04 to 2026-01-05 03:04 UTC", "box: 8 CPUs"],
            OriginText.Of([Session("vm: 2 CPUs", "2026-01-05T04:04:05+01:00"), Session("box: 8 CPUs", null), Session("vm: 2 CPUs", "2026-01-02T03:04:05Z")]));
        Assert.Empty(OriginText.Of([Session("", null)]));
    }

    private static Observation[] Rounds(params double[] seconds) =>
        [.. seconds.Select((wall, index) => (MadeRun.Of("1") with { Round = index + 1, Number = index + 2, Seconds = (0, wall, 0) }).Observation())];
}
