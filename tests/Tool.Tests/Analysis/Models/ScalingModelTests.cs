using Partime.Tool.Analysis;
using Partime.Tool.Reporting;

namespace Partime.Tool.Tests.Analysis;

/// <summary>Times that follow a known law, with noise that is the same in every test run.</summary>
public sealed class ScalingModelTests
{
    private static readonly int[] Counts = [1, 2, 4, 8];

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.08, 0)]
    [InlineData(1, 0)]
    [InlineData(0.05, 0.01)]
    [InlineData(0, 0.002)]
    public void TimesWithoutNoiseGiveTheirParametersBack(double contention, double coherency)
    {
        var law = new ScalingFit(3, contention, coherency);
        ScalingPoint[] points = [.. Counts.Select(count => new ScalingPoint(count, law.SecondsWith(count)))];
        var usl = ScalingFit.Usl(points)!;
        Assert.Equal((contention, coherency, 3), (usl.Contention, usl.Coherency, usl.OneWorkerSeconds), Close);
        if (coherency == 0)
            Assert.Equal(contention, ScalingFit.Amdahl(points)!.Contention, 1e-9);
    }

    [Fact]
    public void AmdahlsLawIsFoundWithAnIntervalThatHoldsTheSerialFraction()
    {
        var model = Model(new ScalingFit(1, 0.08, 0), Counts);
        Assert.Equal((ScalingLaw.Amdahl, (ModelRefusal?)null), (model.Law, model.Refusal));
        Assert.InRange(0.08, model.Contention!.Value.Low, model.Contention.Value.High);
        Assert.InRange(model.Contention.Value.High - model.Contention.Value.Low, 0.001, 0.05);
        Assert.Matches(@"^threads: \d\.\d% \(\d\.\d–\d\.\d%\) of the time does not shrink with more workers \(Amdahl's law, see 'dotnet partime docs models'\), so that no number of workers is more than 1\d× \(\d+(\.\d)?–\d+\) as fast as one; 16 would be 7\.\d× \(\d\.\d–\d\.\d\)\.$", Sentence(model));
    }

    [Fact]
    public void UslIsFoundWhereTimesRiseAgain()
    {
        var model = Model(new ScalingFit(1, 0.05, 0.02), [1, 2, 4, 8, 12]);
        Assert.Equal(ScalingLaw.Usl, model.Law);
        Assert.True(model.UslError < model.AmdahlError);
        Assert.InRange(0.02, model.Coherency!.Value.Low, model.Coherency.Value.High);
        Assert.Matches(@"^threads: fastest with about 7 workers, \d\.\d× as fast as one: more of them hold one another up \(the Universal Scalability Law, see 'dotnet partime docs models': σ 0\.0\d+, 0\.0\d+–0\.0\d+, κ 0\.0\d+, 0\.0\d+–0\.0\d+\)\.$", Sentence(model));
    }

    [Fact]
    public void WithoutASerialPartThereIsNoLimit() =>
        Assert.Matches(@"^threads: 0% \(0–[\d.]+%\) of the time does not shrink with more workers \(Amdahl's law, see 'dotnet partime docs models'\); 16 would be 16× \(1\d–16\) as fast as one\.$", Sentence(Model(new ScalingFit(1, 0, 0), Counts, noise: 0.001)));

    [Fact]
    public void WorkersThatAreNoFasterAreSaidNotToHelp()
    {
        Assert.Matches(@"^threads: more workers do not help: \d+% \(\d+–100%\) of the time does not shrink with more workers \(Amdahl's law, see 'dotnet partime docs models'\), and 16 would be 1\.0× \(\d\.\d+–1\.\d\) as fast as one\.$", Sentence(Model(_ => 1, Counts)));
        Assert.StartsWith("threads: more workers do not help: they hold one another up (the Universal Scalability Law,", Sentence(Model(new ScalingFit(1, 0.9, 0.2), Counts)), StringComparison.Ordinal);
    }

    [Fact]
    public void APeakBeyondIsNotNamed() =>
        Assert.Matches(@"^threads: workers hold one another up, .*; 16 would be \d\.\d× \(\d\.\d–\d\.\d\) as fast as one,", Sentence(Model(new ScalingFit(1, 0.02, 0.002), Counts, noise: 0.0005)));

    [Fact]
    public void TheSameTimesGiveTheSameIntervals() =>
        Assert.Equal(Model(new ScalingFit(1, 0.08, 0), Counts).Contention, Model(new ScalingFit(1, 0.08, 0), Counts).Contention);

    [Fact]
    public void ThereAreNoPredictionsBeyondTwiceTheMeasuredWorkers()
    {
        var model = Model(new ScalingFit(1, 0.08, 0), Counts);
        Assert.NotNull(model.SpeedUpWith(16));
        Assert.Null(model.SpeedUpWith(17));
    }

    [Fact]
    public void FasterThanInProportionIsRefused()
    {
        var model = Model(workers => workers == 1 ? 1 : 0.8 / workers, Counts);
        Assert.Equal((null, ModelRefusal.Superlinear), (model.Law, model.Refusal));
        Assert.Contains("more workers were faster than in proportion", Sentence(model), StringComparison.Ordinal);
    }

    [Fact]
    public void AStepAtTheNumberOfCpusIsNoLaw()
    {
        var model = Model(workers => 1.0 / Math.Min(workers, 2), [1, 2, 4], usableCpus: 2);
        Assert.Equal((null, ModelRefusal.NoLawFits), (model.Law, model.Refusal));
        Assert.EndsWith("This machine has too few CPUs (2) for a law of work that computes: it takes 3 numbers of workers, with a CPU for each worker.", Sentence(model), StringComparison.Ordinal);
    }

    [Fact]
    public void WorkThatComputesIsMeasuredUpToTheCpus() => Assert.EndsWith(
        "The workers needed more CPUs than there are (4), and beyond the CPUs computing scales differently: measure up to 4 workers.",
        Sentence(Model(workers => 1.0 / Math.Min(workers, 4), [1, 4, 16, 64], usableCpus: 4)), StringComparison.Ordinal);

    [Fact]
    public void WorkThatWaitsNeedsNoMoreCpus()
    {
        var runs = Runs(workers => 1.0 / Math.Min(workers, 2), [1, 2, 4, 8], 7, 0.005, usableCpus: 2).Select(run => run with { CpuSeconds = 0.02 });
        var sentence = Sentence(Assert.Single(ScalingModel.Of(Arm.AllOf(runs))));
        Assert.DoesNotContain("CPU", sentence, StringComparison.Ordinal);
        Assert.EndsWith("Look for a step in the times, such as a second processor or shared cores.", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void NoMoreWorkersAreAdvisedThanThereAreCpusForWorkThatComputes()
    {
        Assert.EndsWith("(see 'dotnet partime docs models'). Measure more rounds.", Sentence(Model(new ScalingFit(1, 0.02, 0.02), [1, 2, 3], noise: 0.03, usableCpus: 3)), StringComparison.Ordinal);
        Assert.EndsWith("(see 'dotnet partime docs models'). Measure more numbers of workers, or more rounds.", Sentence(Model(new ScalingFit(1, 0.02, 0.02), [1, 2, 3], noise: 0.03, usableCpus: 8)), StringComparison.Ordinal);
    }

    [Fact]
    public void LawsThatDifferOnlyBeyondTheMeasuredAreNotToldApart()
    {
        var model = Model(new ScalingFit(1, 0.02, 0.02), [1, 2, 3], noise: 0.03);
        Assert.Equal((null, ModelRefusal.Undecided), (model.Law, model.Refusal));
        Assert.StartsWith("threads: 1, 2, 3 workers fit both Amdahl's law and USL, which predict ", Sentence(model), StringComparison.Ordinal);
    }

    [Fact]
    public void TwoRoundsAreTooFew() =>
        Assert.Equal("threads: no law of scaling from 2 rounds: measure at least 3.", Sentence(Model(new ScalingFit(1, 0.1, 0), Counts, rounds: 2)));

    [Fact]
    public void TwoNumbersOfWorkersHaveNoModel() => Assert.Empty(ScalingModel.Of(Arm.AllOf(Runs(_ => 1, [1, 2], 5, 0.01, null))));

    [Fact]
    public void EachExecutorHasItsOwn()
    {
        var runs = Runs(workers => 1.0 / workers, Counts, 5, 0.01, null);
        var models = ScalingModel.Of(Arm.AllOf([.. runs, .. runs.Select(run => run with { Planned = run.Planned with { Configuration = run.Planned.Configuration with { Executor = "async" } } })]));
        Assert.Equal(["threads", "async"], models.Select(model => model.Configuration.Executor));
    }

    [Fact]
    public void ThePlanTellsWhetherThereWillBeAModel()
    {
        Assert.False(ScalingModel.AreIn([new("serial", 1, 1), new("threads", 1, 1), new("threads", 2, 1), new("threads", 2, 10)]));
        Assert.True(ScalingModel.AreIn([new("serial", 1, 1), new("threads", 1, 1), new("threads", 2, 1), new("threads", 4, 1)]));
    }

    [Fact]
    public void TheSerialFractionOfKarpAndFlattIsThatOfEachNumberOfWorkers()
    {
        var model = Model(new ScalingFit(1, 0.1, 0), Counts, noise: 0);
        Assert.Equal([2, 4, 8], model.KarpFlatt.Select(of => of.Workers));
        Assert.All(model.KarpFlatt, of => Assert.Equal(0.1, of.Fraction, 1e-9));
    }

    private static bool Close((double, double, double) one, (double, double, double) other) =>
        Math.Abs(one.Item1 - other.Item1) < 1e-9 && Math.Abs(one.Item2 - other.Item2) < 1e-9 && Math.Abs(one.Item3 - other.Item3) < 1e-9;

    private static string Sentence(ScalingModel model) => Assert.Single(ModelText.All([model]));

    private static ScalingModel Model(ScalingFit law, int[] counts, double noise = 0.005, int rounds = 7, double? usableCpus = null) => Model(law.SecondsWith, counts, noise, rounds, usableCpus);

    private static ScalingModel Model(Func<double, double> seconds, int[] counts, double noise = 0.005, int rounds = 7, double? usableCpus = null) =>
        Assert.Single(ScalingModel.Of(Arm.AllOf(Runs(seconds, counts, rounds, noise, usableCpus))));

    private static List<Observation> Runs(Func<double, double> seconds, int[] counts, int rounds, double noise, double? usableCpus)
    {
        var random = new Random(7);
        return [.. from round in Enumerable.Range(1, rounds)
                   from workers in counts
                   select (MadeRun.Of("1") with
                   {
                       Executor = "threads",
                       Workers = workers,
                       Round = round,
                       Seconds = (0, seconds(workers) * Math.Exp(noise * ((2 * random.NextDouble()) - 1)), 0),
                       Noise = new() { UsableCpus = usableCpus },
                   }).Observation()];
    }
}
