using Partime.Tool.Planning;

namespace Partime.Tool.Analysis;

/// <summary>Looks for the best configuration of a plan without measuring all of them: it begins with serial, tries more workers while CPUs are idle and
/// fewer where they might do, larger chunks where handing out takes long, and drops what is surely slower.</summary>
/// <remarks>
/// <code>
///   round 1   serial; then every executor, with as many workers as the CPU time of the serial run allows
///   round 2   the same without what takes 2 times as long; + more workers, fewer workers, larger chunks
///   …         until nothing that is left may be faster by more than the tolerance, or the budget is spent
/// </code>
/// Several variants share the rounds and the budget, and each has a search of its own. One whose answer is known is measured no further, except for the fastest: the others
/// are compared with it. Where the budget does not cover a round, variants with fewer than three rounds come first, and then the faster ones.
/// </remarks>
/// <param name="plan">What it may measure.</param>
/// <param name="goal">When it is content.</param>
/// <param name="cpus">The number of CPUs that this process may use.</param>
internal sealed class AdaptiveSearch(Plan plan, SearchGoal goal, double cpus)
{
    /// <summary>More rounds rarely help: the machine is too noisy.</summary>
    private const int MaxRounds = 20;

    /// <summary>Of the budget, for variants with fewer than three rounds, however long the first round took.</summary>
    private const double MinLaterShare = 0.1;

    private readonly List<VariantSearch> variants = VariantsOf(plan, goal, cpus);
    private double spentInFirstRound;

    /// <summary>The names of the variants; none if there is only one.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>An estimate, never below the runs asked for; read by the thread of the progress bar.</summary>
    public long ExpectedRuns { get; private set; } = RoundsSpec.MinAuto * plan.Configurations.DistinctBy(configuration => (configuration.Executor, configuration.Variant)).Count();

    public SearchGoal Goal => goal;

    /// <summary>Whether it ended because the budget was spent.</summary>
    public bool IsBudgetSpent { get; private set; }

    private double Spent => variants.Sum(variant => variant.Spent);

    /// <summary>Call it with each run before the next is asked for.</summary>
    public void Add(Observation run)
    {
        if (!run.IsSuspended)
            variants[run.Planned.Configuration.Variant].Add(run);
    }

    /// <summary>The runs to be measured, one after the other.</summary>
    public IEnumerable<PlannedRun> Runs()
    {
        var (number, order) = (0, 0);
        foreach (var variant in variants)
        {
            if (variant.Serial is { } serial)
                yield return new PlannedRun(++number, Phase.Measure, Round: 1, ++order, serial);
            variant.Begin();
        }
        for (var round = 1; round <= MaxRounds && Next(round) is { Count: > 0 } next; round++)
        {
            var step = new SearchStep(round, next, [.. variants.SelectMany(variant => variant.Take(next))], [.. variants.SelectMany(variant => variant.Dropped)]) { Variants = Names };
            ExpectedRuns = number + (next.Count * (long)Math.Max(1, RoundsSpec.MinAuto + 1 - round));
            goal.Decided?.Invoke(step);
            foreach (var position in RoundOrder.Of(next.Count, plan.Seed, Phase.Measure, round))
                if (round > 1 && !IsAffordable(next[position]))
                    IsBudgetSpent = true;
                else
                    yield return new PlannedRun(++number, Phase.Measure, round, ++order, next[position]);
            if (IsBudgetSpent && variants.Count == 1)
                yield break;
            if (round == 1)
                spentInFirstRound = Spent;
            variants.ForEach(variant => variant.Decide(round));
            order = 0;
        }
    }

    private static List<VariantSearch> VariantsOf(Plan plan, SearchGoal goal, double cpus)
    {
        var count = plan.Configurations.Select(configuration => configuration.Variant).Distinct().Count();
        return [.. Enumerable.Range(0, count).Select(variant => new VariantSearch(plan, variant, goal, cpus))];
    }

    /// <summary>What a round measures; nothing if all is known, or the budget is spent.</summary>
    private List<Configuration> Next(int round)
    {
        var open = Open();
        List<Configuration> all = [.. open.SelectMany(variant => variant.Wanted)];
        var next = round == 1 ? all : variants.Count > 1 ? Affordable(open) : all.Exists(IsAffordable) ? all : [];
        IsBudgetSpent = next.Count < all.Count;
        return [.. all.Where(next.Contains)];
    }

    /// <summary>The variants whose answers are not known yet, and what these are compared with: the fastest one with as many tasks.</summary>
    private List<VariantSearch> Open()
    {
        var open = new List<VariantSearch>();
        foreach (var comparable in variants.GroupBy(variant => variant.Tasks))
        {
            var fastest = comparable.Where(variant => variant.Best is not null).MinBy(variant => variant.BestSeconds);
            var undecided = comparable.Where(variant => !variant.IsOver && !(variant.IsDecided && variant.IsComparedWith(fastest))).ToList();
            open.AddRange(comparable.Where(variant => undecided.Contains(variant) || (variant == fastest && undecided.Count > 0)));
        }
        return open;
    }

    /// <summary>As much as fits into the budget. Each variant first gets the rounds that its answer needs; the rest goes to the faster ones.</summary>
    private List<Configuration> Affordable(IEnumerable<VariantSearch> open)
    {
        var (seconds, affordable) = (Spent, new List<Configuration>());
        foreach (var variant in open.OrderBy(variant => variant.HasItsRounds).ThenBy(variant => variant.BestSeconds))
            foreach (var configuration in variant.Wanted.OrderBy(variant.SecondsOf))
                if (seconds + variant.SecondsOf(configuration) is var sum && sum <= MaxSecondsOf(variant))
                {
                    affordable.Add(configuration);
                    seconds = sum;
                }
        return affordable;
    }

    private bool IsAffordable(Configuration configuration) =>
        variants[configuration.Variant] is var variant && Spent + variant.SecondsOf(configuration) <= MaxSecondsOf(variant);

    private double MaxSecondsOf(VariantSearch variant) => variants.Count == 1 || variant.HasItsRounds ? goal.Budget.TotalSeconds
        : Math.Max(goal.Budget.TotalSeconds, spentInFirstRound + (MinLaterShare * goal.Budget.TotalSeconds));
}

/// <summary>When a search is content.</summary>
/// <param name="Within">By what fraction the answer may be slower than the fastest.</param>
/// <param name="Budget">The largest sum of the wall times of all runs. The first round may exceed it; then up to a tenth of it is spent on top, so that quick variants get three rounds.</param>
internal sealed record SearchGoal(double Within, TimeSpan Budget)
{
    /// <summary>Told of each round before it is measured.</summary>
    public Action<SearchStep>? Decided { get; init; }
}

/// <summary>What a search decided before a round.</summary>
internal sealed record SearchStep(int Round, IReadOnlyList<Configuration> Measured, IReadOnlyList<Configuration> Added, IReadOnlyList<Dropped> Dropped)
{
    /// <summary>The names of the variants; none if there is only one.</summary>
    public IReadOnlyList<string> Variants { get; init; } = [];
}

/// <summary>A configuration that is surely slower than the fastest of its variant.</summary>
/// <param name="Configuration">The configuration.</param>
/// <param name="Ratio">How many times as long it takes.</param>
internal sealed record Dropped(Configuration Configuration, double Ratio);
