using Partime.Tool.Measurement;
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
/// </remarks>
/// <param name="plan">What it may measure.</param>
/// <param name="goal">When it is content.</param>
/// <param name="cpus">The number of CPUs that this process may use.</param>
internal sealed class AdaptiveSearch(Plan plan, SearchGoal goal, double cpus)
{
    /// <summary>More rounds rarely help: the machine is too noisy.</summary>
    private const int MaxRounds = 20;

    /// <summary>After one round, and after two, what takes this many times as long is surely slower.</summary>
    private static readonly double[] PlainRatios = [2, 1.5];

    /// <summary>With less of them in use, more workers may find a CPU.</summary>
    private const double BusyCpus = 0.7;

    /// <summary>Each may be a process, with its memory and its start.</summary>
    private const int MaxFirstWorkersPerCpu = 8;

    /// <summary>What doubling the workers must gain for another doubling.</summary>
    private const double MinGain = 1.1;

    private const double MuchDispatch = 0.1;

    /// <summary>Of the budget, for a run of serial that is slower than others.</summary>
    private const double MaxReferenceShare = 0.05;

    private readonly List<Configuration> active = [];
    private readonly List<Configuration> tried = [];
    private readonly List<Observation> runs = [];

    /// <summary>An estimate, never below the runs asked for; read by the thread of the progress bar.</summary>
    public long ExpectedRuns { get; private set; } = RoundsSpec.MinAuto * plan.Configurations.DistinctBy(configuration => configuration.Executor).Count();

    public SearchGoal Goal => goal;

    /// <summary>Whether it ended because the budget was spent.</summary>
    public bool IsBudgetSpent { get; private set; }

    private double Spent => runs.Sum(run => run.Times.Wall);

    /// <summary>Call it with each run before the next is asked for.</summary>
    public void Add(Observation run)
    {
        if (!run.IsSuspended)
            runs.Add(run);
    }

    /// <summary>The runs to be measured, one after the other.</summary>
    public IEnumerable<PlannedRun> Runs()
    {
        var number = 0;
        if (Serial is { } serial)
        {
            tried.Add(serial);
            yield return new PlannedRun(++number, Phase.Measure, Round: 1, Order: 1, serial);
        }
        var added = Start();
        IReadOnlyList<Dropped> dropped = [];
        for (var round = 1; added.Count + active.Count > 0; round++)
        {
            var first = number + 1;
            IsBudgetSpent = round > 1 && !active.Concat(added).Any(IsAffordable);
            if (IsBudgetSpent)
                yield break;
            active.AddRange(added);
            tried.AddRange(added);
            ExpectedRuns = number + (active.Count * (long)Math.Max(1, RoundsSpec.MinAuto + 1 - round));
            goal.Decided?.Invoke(new SearchStep(round, [.. active], added, dropped));
            foreach (var position in RoundOrder.Of(active.Count, plan.Seed, Phase.Measure, round))
                if (round > 1 && !IsAffordable(active[position]))
                    IsBudgetSpent = true;
                else
                    yield return new PlannedRun(++number, Phase.Measure, round, number - first + (round == 1 && tried.Count > active.Count ? 2 : 1), active[position]);
            if (round == 1 && Serial is { } reference)
                active.Insert(0, reference);
            if (IsBudgetSpent || round == MaxRounds || runs.Exists(run => run.Status != RunStatus.Ok) || !Arms().Any(arm => active.Contains(arm.Configuration)))
                yield break;
            dropped = Drop();
            added = Added();
            if (added.Count == 0 && IsDecided(round))
                yield break;
        }
    }

    private Configuration? Serial => plan.Configurations.FirstOrDefault(configuration => configuration.Executor == Summary.Baseline);

    /// <summary>A worker per CPU for tasks that compute; for tasks that wait, as many as their CPU time allows, within limits.</summary>
    private List<Configuration> Start()
    {
        var share = runs is [{ CpuShare: { } known }, ..] ? known : 1;
        var wanted = share > Work.ComputingShare ? cpus : Math.Round(cpus * Math.Min(1 / share, MaxFirstWorkersPerCpu));
        var start = new List<Configuration>();
        foreach (var executor in plan.Configurations.Where(configuration => configuration.Executor != Summary.Baseline).GroupBy(configuration => configuration.Executor))
        {
            var workers = executor.Select(configuration => configuration.Workers).Where(IsUseful).DefaultIfEmpty(executor.Min(configuration => configuration.Workers)).ToList();
            var first = workers.Where(count => count <= wanted).DefaultIfEmpty(workers.Min()).Max();
            start.Add(executor.First(configuration => configuration.Workers == first));
        }
        return start;
    }

    /// <summary>More workers than tasks have nothing to do.</summary>
    private bool IsUseful(int workers) => workers <= plan.Inputs.Count;

    private List<Dropped> Drop()
    {
        var arms = Arms();
        var best = arms.Where(arm => active.Contains(arm.Configuration)).MinBy(Median)!;
        var dropped = new List<Dropped>();
        foreach (var arm in arms)
            if (arm != best && active.Contains(arm.Configuration) && !IsWantedAsReference(arm) && best.SpeedUpOver(arm) is { } ratio && IsSurelySlower(ratio))
                dropped.Add(new Dropped(arm.Configuration, ratio.Value));
        active.RemoveAll(configuration => dropped.Exists(drop => drop.Configuration == configuration));
        return dropped;
    }

    /// <summary>Serial is what the others are compared with, so one round, with cold code, is too few where more cost little.</summary>
    private bool IsWantedAsReference(Arm arm) =>
        arm.Configuration.Executor == Summary.Baseline && arm.SoundSeconds.Count < RoundsSpec.MinAuto && Median(arm) <= MaxReferenceShare * goal.Budget.TotalSeconds;

    private bool IsSurelySlower(Estimate ratio) =>
        (ratio.Interval is { } interval && interval.Low > 1 + goal.Within) || (ratio.Count <= PlainRatios.Length && ratio.Value >= PlainRatios[Math.Max(0, ratio.Count - 1)]);

    /// <summary>What the last round suggests to try.</summary>
    private List<Configuration> Added()
    {
        var arms = Arms();
        var best = Median(arms.MinBy(Median)!);
        var serial = arms.FirstOrDefault(arm => arm.Configuration.Executor == Summary.Baseline);
        var added = new List<Configuration>();
        foreach (var executor in arms.Where(arm => arm.Configuration.Executor != Summary.Baseline).GroupBy(arm => arm.Configuration.Executor))
        {
            var (fastest, ofExecutor) = (executor.MinBy(Median)!, executor.OrderBy(arm => arm.Configuration.Workers).ToList());
            if (!IsComputing(serial) && WantsMore(fastest, ofExecutor))
                added.AddRange(Untried(fastest.Configuration, workers => workers > ofExecutor[^1].Configuration.Workers));
            if (serial is not null)
                added.AddRange(Untried(fastest.Configuration, workers => workers > 1 && workers < fastest.Configuration.Workers && workers > MaxSlower(ofExecutor, fastest)
                    && Median(serial) / workers <= (1 + goal.Within) * best));
            if (fastest.Runs[^1].WorkerTime is { } time && time.Dispatch + time.Other > MuchDispatch * time.Sum)
                added.AddRange(plan.Configurations.Where(other => other.Executor == executor.Key && other.Workers == fastest.Configuration.Workers && other.ChunkSize != fastest.Configuration.ChunkSize));
        }
        return [.. added.Distinct().Where(configuration => !tried.Contains(configuration))];
    }

    /// <summary>Tasks that compute gain nothing by more workers than CPUs.</summary>
    private static bool IsComputing(Arm? serial) => serial?.Runs[^1].CpuShare > Work.ComputingShare;

    /// <summary>More workers may pay while CPUs are idle and the last step paid.</summary>
    private bool WantsMore(Arm fastest, List<Arm> ofExecutor)
    {
        if (fastest.Configuration.Workers != ofExecutor[^1].Configuration.Workers)
            return false;
        var before = ofExecutor.FindLast(arm => arm.Configuration.Workers < fastest.Configuration.Workers);
        var isIdle = fastest.Runs[^1].CpuSeconds is { } used && used < BusyCpus * cpus * fastest.Runs[^1].Times.Wall;
        return isIdle && (before is null || Median(before) >= MinGain * Median(fastest));
    }

    /// <summary>The configuration with the fewest such workers, as one way of looking for the fewest that do.</summary>
    private IEnumerable<Configuration> Untried(Configuration of, Func<int, bool> isWanted) => plan.Configurations
        .Where(other => other.Executor == of.Executor && other.ChunkSize == of.ChunkSize && IsUseful(other.Workers) && isWanted(other.Workers) && !tried.Contains(other))
        .OrderBy(other => other.Workers).Take(1);

    /// <summary>The most workers that were too few.</summary>
    private int MaxSlower(List<Arm> ofExecutor, Arm fastest) =>
        ofExecutor.FindLast(arm => arm.Configuration.Workers < fastest.Configuration.Workers && Median(arm) > (1 + goal.Within) * Median(fastest))?.Configuration.Workers ?? 0;

    /// <summary>Whether more rounds would change nothing: each of those left is either within the tolerance of the fastest, or is not.</summary>
    private bool IsDecided(int round)
    {
        if (round < RoundsSpec.MinAuto)
            return false;
        var arms = Arms().Where(arm => active.Contains(arm.Configuration)).ToList();
        var best = arms.MinBy(Median)!;
        return arms.TrueForAll(arm => arm.SoundSeconds.Count >= RoundsSpec.MinAuto && (arm == best || IsKnown(best.SpeedUpOver(arm)?.Interval)));
    }

    /// <summary>Whether a ratio to the fastest is surely within the tolerance, or known as precisely as such a difference deserves.</summary>
    private bool IsKnown(Interval? ratio) => ratio is { } interval && (interval.High <= 1 + goal.Within || interval.High / interval.Low <= 1 + (2 * goal.Within));

    private IReadOnlyList<Arm> Arms() => Arm.AllOf(runs);

    private static double Median(Arm arm) => LogMedian.Of(arm.SoundSeconds).Median;

    private bool IsAffordable(Configuration configuration) => Spent + SecondsOf(configuration) <= goal.Budget.TotalSeconds;

    /// <summary>One that was not measured yet takes as long as the mean run.</summary>
    private double SecondsOf(Configuration configuration) =>
        runs.FindLast(run => run.Planned.Configuration == configuration)?.Times.Wall ?? Spent / Math.Max(1, runs.Count);
}

/// <summary>When a search is content.</summary>
/// <param name="Within">By what fraction the answer may be slower than the fastest.</param>
/// <param name="Budget">The largest sum of the wall times of all runs; the first round may exceed it.</param>
internal sealed record SearchGoal(double Within, TimeSpan Budget)
{
    /// <summary>Told of each round before it is measured.</summary>
    public Action<SearchStep>? Decided { get; init; }
}

/// <summary>What a search decided before a round.</summary>
internal sealed record SearchStep(int Round, IReadOnlyList<Configuration> Measured, IReadOnlyList<Configuration> Added, IReadOnlyList<Dropped> Dropped);

/// <summary>A configuration that is surely slower than the fastest.</summary>
/// <param name="Configuration">The configuration.</param>
/// <param name="Ratio">How many times as long it takes.</param>
internal sealed record Dropped(Configuration Configuration, double Ratio);
