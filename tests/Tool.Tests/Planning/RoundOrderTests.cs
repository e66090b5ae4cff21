using Partime.Tool.Planning;

namespace Partime.Tool.Tests.Planning;

public sealed class RoundOrderTests
{
    private const int Configurations = 4;
    private const int Rounds = 4_000;

    [Fact]
    public void EachConfigurationIsAboutEquallyOftenAtEachPlace()
    {
        var counts = new int[Configurations, Configurations];
        for (var round = 1; round <= Rounds; round++)
        {
            var order = RoundOrder.Of(Configurations, seed: 1, Phase.Measure, round);
            Assert.Equal(Enumerable.Range(0, Configurations), order.Order());
            for (var place = 0; place < Configurations; place++)
                counts[place, order[place]]++;
        }
        // Six standard deviations of a fair coin; the seed is fixed, so that this never fails by chance.
        var allowed = 6 * Math.Sqrt(Rounds * (1.0 / Configurations) * (1 - (1.0 / Configurations)));
        Assert.All(counts.Cast<int>(), count => Assert.InRange(count, (Rounds / Configurations) - allowed, (Rounds / Configurations) + allowed));
    }

    [Fact]
    public void AllOrdersComeAboutEquallyOften()
    {
        var control = Enumerable.Range(1, Rounds).Select(round => string.Concat(RoundOrder.Of(3, seed: 7, Phase.Measure, round))).CountBy(order => order).ToList();
        Assert.Equal(6, control.Count);
        Assert.All(control, order => Assert.InRange(order.Value, (Rounds / 6) - 150, (Rounds / 6) + 150));
    }

    /// <summary>Sessions of one round differ only in their seed.</summary>
    [Fact]
    public void EachConfigurationIsFirstAboutEquallyOftenOverAllSeeds()
    {
        var first = Enumerable.Range(0, Rounds).CountBy(seed => RoundOrder.Of(2, seed, Phase.Measure, round: 1)[0]).ToDictionary();
        Assert.All(first.Values, count => Assert.InRange(count, (Rounds / 2) - 190, (Rounds / 2) + 190));
    }

    [Fact]
    public void TheSameSeedGivesTheSameOrderAndAnotherSeedAnother()
    {
        Assert.Equal(WorkerControl(42), WorkerControl(42));
        Assert.NotEqual(WorkerControl(42), WorkerControl(43));
        Assert.NotEqual(RoundOrder.Of(20, 42, Phase.Warmup, 1), RoundOrder.Of(20, 42, Phase.Measure, 1));

        static int[] WorkerControl(long seed) => [.. Enumerable.Range(1, 5).SelectMany(round => RoundOrder.Of(6, seed, Phase.Measure, round))];
    }

    /// <summary>Files record seeds, so a seed must give the same order in every later version.</summary>
    [Fact]
    public void TheOrderOfASeedNeverChanges() => Assert.Equal("5472601938", string.Concat(RoundOrder.Of(10, seed: 123_456_789, Phase.Measure, round: 3)));
}
