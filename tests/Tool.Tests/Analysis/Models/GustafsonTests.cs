using Partime.Tool.Analysis;
using Partime.Tool.Planning;
using Partime.Tool.Reporting;

namespace Partime.Tool.Tests.Analysis;

/// <summary>Times of work that grows with the workers, by a known law, with noise that is the same in every test run.</summary>
public sealed class GustafsonTests
{
    private static readonly int[] Counts = [1, 2, 4, 8];

    [Theory]
    [InlineData(0)]
    [InlineData(0.08)]
    [InlineData(0.5)]
    [InlineData(1)]
    public void TimesWithoutNoiseGiveTheSerialFractionBack(double fraction)
    {
        var law = new GustafsonFit(3, fraction);
        ScalingPoint[] points = [.. Counts.Select(count => new ScalingPoint(count, law.SecondsWith(count)))];
        var fit = GustafsonFit.Of(points)!;
        Assert.Equal(fraction, fit.Contention, 1e-9);
        Assert.Equal(3, fit.OneWorkerSeconds, 1e-9);
        Assert.Equal(8 - (fraction * 7), fit.SpeedUpWith(8), 1e-9);
    }

    [Fact]
    public void TheLawIsFoundWithAnIntervalThatHoldsTheSerialFraction()
    {
        var model = Model(new GustafsonFit(1, 0.08).SecondsWith);
        Assert.Equal((ScalingLaw.Gustafson, (ModelRefusal?)null), (model.Law, model.Refusal));
        Assert.InRange(0.08, model.Contention!.Value.Low, model.Contention.Value.High);
        Assert.InRange(model.Contention.Value.High - model.Contention.Value.Low, 0.001, 0.05);
        Assert.Matches(@"^threads: in \d\.\d% \(\d\.\d–\d+(\.\d)?%\) of the time only one worker gets ahead \(Gustafson's law, see 'dotnet partime docs models'\); 16 workers would do 1\d× \(1\d–1\d\) the work of one in the same time\.$", Sentence(model));
        Assert.Equal((null, null), (model.Amdahl, model.Usl));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.08)]
    [InlineData(1)]
    public void TimesThatGrowWithoutNoiseGiveTheirGrowthBack(double growth)
    {
        var fit = GrowingFit.Of([.. Counts.Select(count => new ScalingPoint(count, 3 * (1 + (growth * (count - 1)))))])!;
        Assert.Equal(growth, fit.Contention, 1e-9);
        Assert.Equal(3 * (1 + (growth * 15)), fit.SecondsWith(16), 1e-9);
    }

    [Fact]
    public void ATimeThatGrowsWithEveryWorkerIsNoGustafson()
    {
        var model = Model(new GrowingFit(1, 0.1).SecondsWith);
        Assert.Equal((null, ModelRefusal.Growing), (model.Law, model.Refusal));
        Assert.Matches(@"^threads: no law of scaling, as the time grows with every worker, by (9\.\d|1\d(\.\d)?)% of that of one, and by Gustafson's law it must not\. Look for what all of them share: a lock, memory, the start of processes\.$", Sentence(model));
    }

    [Fact]
    public void WhatNoiseHidesIsNotDecided()
    {
        var model = Model(new GrowingFit(1, 0.03).SecondsWith, noise: 0.2);
        Assert.Equal((null, ModelRefusal.Undecided), (model.Law, model.Refusal));
        Assert.Matches(@"^threads: 1, 2, 4, 8 workers fit both Gustafson's law and a time that grows with every worker, which predict 1\d× and \d+(\.\d)?× the work with 16 \(see 'dotnet partime docs models'\)\. Measure more numbers of workers, or more rounds\.$", Sentence(model));
    }

    [Fact]
    public void EachNumberOfWorkersShowsASerialFractionByItself() =>
        Assert.All(Model(new GustafsonFit(1, 0.1).SecondsWith, noise: 0).KarpFlatt, of => Assert.Equal(0.1, of.Fraction, 1e-6));

    [Fact]
    public void TheSameTimesUnderStrongScalingAreNoGustafson() =>
        Assert.NotEqual(ScalingLaw.Gustafson, Model(new GustafsonFit(1, 0.08).SecondsWith, scale: Scale.Strong).Law);

    [Fact]
    public void MoreWorkInLessTimeIsRefused() => Assert.Equal(ModelRefusal.Superlinear, Model(workers => workers == 1 ? 1 : 0.8).Refusal);

    [Fact]
    public void AStepAtTheNumberOfCpusIsNoLaw()
    {
        var model = Model(workers => Math.Max(1, workers / 2), usableCpus: 2);
        Assert.Equal(ModelRefusal.NoLawFits, model.Refusal);
        Assert.Matches(@"^threads: neither Gustafson's law nor a time that grows with every worker fits \(see 'dotnet partime docs models'\): a time that is predicted from those of the other numbers of workers is off by \d+%\. This machine has too few CPUs \(2\)", Sentence(model));
    }

    [Fact]
    public void WorkersThatGetNoMoreDoneAreSaidToDoSo() =>
        Assert.StartsWith("threads: more workers do not get more done: in ", Sentence(Model(workers => workers)), StringComparison.Ordinal);

    [Fact]
    public void TwoRoundsAreTooFew() =>
        Assert.Equal("threads: no law of scaling from 2 rounds: measure at least 3.", Sentence(Model(new GustafsonFit(1, 0.1).SecondsWith, rounds: 2)));

    private static string Sentence(ScalingModel model) => Assert.Single(ModelText.All([model]));

    private static ScalingModel Model(Func<double, double> seconds, double noise = 0.005, int rounds = 7, double? usableCpus = null, Scale scale = Scale.Weak)
    {
        var random = new Random(7);
        return Assert.Single(ScalingModel.Of(Arm.AllOf(from round in Enumerable.Range(1, rounds)
                                                       from workers in Counts
                                                       select (MadeRun.Of([.. Enumerable.Repeat("1", scale == Scale.Weak ? workers : 1)]) with
                                                       {
                                                           Executor = "threads",
                                                           Workers = workers,
                                                           Round = round,
                                                           Scale = scale,
                                                           Seconds = (0, seconds(workers) * Math.Exp(noise * ((2 * random.NextDouble()) - 1)), 0),
                                                           Noise = new() { UsableCpus = usableCpus },
                                                       }).Observation())));
    }
}
