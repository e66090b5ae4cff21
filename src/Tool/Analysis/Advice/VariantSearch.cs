using Partime.Tool.Measurement;
using Partime.Tool.Planning;

namespace Partime.Tool.Analysis;

/// <summary>What a search decides about one variant: which of its configurations to measure next, and whether its answer is known. Other variants do other work, so they
/// have no say in it.</summary>
/// <param name="plan">What it may measure.</param>
/// <param name="variant">Which variant.</param>
/// <param name="goal">When it is content.</param>
/// <param name="cpus">The number of CPUs that this process may use.</param>
internal sealed class VariantSearch(Plan plan, int variant, SearchGoal goal, double cpus)
{
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

    private readonly List<Configuration> own = [.. plan.Configurations.Where(configuration => configuration.Variant == variant)];
    private readonly List<Configuration> active = [];
    private readonly List<Configuration> tried = [];
    private readonly List<Observation> runs = [];

    private List<Configuration> added = [];

    public Configuration? Serial => own.Find(configuration => configuration.Executor == Summary.Baseline);

    /// <summary>Of each run.</summary>
    public long Tasks => plan.TasksOf(own[0]);

    /// <summary>What it wants the next round to measure.</summary>
    public IReadOnlyList<Configuration> Wanted => [.. active, .. added];

    /// <summary>What the last round has shown to be surely slower.</summary>
    public IReadOnlyList<Dropped> Dropped { get; private set; } = [];

    /// <summary>Whether more rounds would change nothing.</summary>
    public bool IsDecided { get; private set; }

    /// <summary>Whether there is nothing more to find out, as after a failure.</summary>
    public bool IsOver { get; private set; }

    /// <summary>The fastest as of the last round; <see langword="null"/> before the first one is over, and after a failure.</summary>
    public Arm? Best { get; private set; }

    public double BestSeconds => Best is { } best ? Median(best) : double.PositiveInfinity;

    /// <summary>Whether it was measured as often as any answer needs.</summary>
    public bool HasItsRounds => Best?.SoundSeconds.Count >= RoundsSpec.MinAuto;

    public double Spent => runs.Sum(run => run.Times.Wall);

    public void Add(Observation run) => runs.Add(run);

    /// <summary>Call it after the run of serial, if there is one.</summary>
    public void Begin()
    {
        if (Serial is { } serial)
            tried.Add(serial);
        added = Start();
    }

    /// <summary>Tells it what a round will measure.</summary>
    /// <returns>What of that is new.</returns>
    public IReadOnlyList<Configuration> Take(List<Configuration> measured)
    {
        List<Configuration> taken = [.. added.Where(measured.Contains)];
        active.AddRange(taken);
        tried.AddRange(taken);
        return taken;
    }

    /// <summary>Call it after each round.</summary>
    public void Decide(int round)
    {
        if (round == 1 && Serial is { } reference)
            active.Insert(0, reference);
        (Dropped, added, Best) = ([], [], null);
        IsOver = runs.Exists(run => run.Status != RunStatus.Ok) || !Arms().Any(arm => active.Contains(arm.Configuration));
        if (IsOver)
            return;
        Dropped = Drop();
        added = Added();
        Best = Arms().Where(arm => active.Contains(arm.Configuration)).MinBy(Median);
        // What has become the fastest since then must be compared, too.
        if (Arms().FirstOrDefault(arm => arm.Configuration == Serial && !active.Contains(Serial)) is { } dropped && IsWantedAsReference(dropped, Best!))
            added.Add(dropped.Configuration);
        IsDecided = added.Count == 0 && IsKnown();
    }

    /// <summary>Whether the two share enough rounds to say by how much one is slower.</summary>
    public bool IsComparedWith(VariantSearch? fastest) => fastest is null || fastest == this || Best?.SpeedUpOver(fastest.Best!)?.Interval is not null;

    /// <summary>One that was not measured yet takes as long as the mean run.</summary>
    public double SecondsOf(Configuration configuration) =>
        runs.FindLast(run => run.Planned.Configuration == configuration)?.Times.Wall ?? Spent / Math.Max(1, runs.Count);

    /// <summary>A worker per CPU for tasks that compute; for tasks that wait, as many as their CPU time allows, within limits.</summary>
    private List<Configuration> Start()
    {
        var share = runs is [{ CpuShare: { } known }, ..] ? known : 1;
        var wanted = share > Work.ComputingShare ? cpus : Math.Round(cpus * Math.Min(1 / share, MaxFirstWorkersPerCpu));
        var start = new List<Configuration>();
        foreach (var executor in own.Where(configuration => configuration.Executor != Summary.Baseline).GroupBy(configuration => configuration.Executor))
        {
            var workers = executor.Select(configuration => configuration.Workers).Where(IsUseful).DefaultIfEmpty(executor.Min(configuration => configuration.Workers)).ToList();
            var first = workers.Where(count => count <= wanted).DefaultIfEmpty(workers.Min()).Max();
            start.Add(executor.First(configuration => configuration.Workers == first));
        }
        return start;
    }

    /// <summary>More workers than tasks have nothing to do.</summary>
    private bool IsUseful(int workers) => workers <= Tasks;

    private List<Dropped> Drop()
    {
        var arms = Arms();
        var best = arms.Where(arm => active.Contains(arm.Configuration)).MinBy(Median)!;
        var dropped = new List<Dropped>();
        foreach (var arm in arms)
            if (arm != best && active.Contains(arm.Configuration) && !IsWantedAsReference(arm, best) && best.SpeedUpOver(arm) is { } ratio && IsSurelySlower(ratio))
                dropped.Add(new Dropped(arm.Configuration, ratio.Value));
        active.RemoveAll(configuration => dropped.Exists(drop => drop.Configuration == configuration));
        return dropped;
    }

    /// <summary>Serial is what the others are compared with, so one round, with cold code, is too few where more cost little.</summary>
    private bool IsWantedAsReference(Arm arm, Arm best) =>
        arm.Configuration.Executor == Summary.Baseline && best.SpeedUpOver(arm)?.Interval is null && Median(arm) <= MaxReferenceShare * goal.Budget.TotalSeconds;

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
                added.AddRange(own.Where(other => other.Executor == executor.Key && other.Workers == fastest.Configuration.Workers && other.ChunkSize != fastest.Configuration.ChunkSize));
        }
        return [.. added.Distinct().Where(configuration => !tried.Contains(configuration))];
    }

    /// <summary>Tasks that compute gain nothing by more workers than CPUs. Other programs only lower the share.</summary>
    private static bool IsComputing(Arm? serial) => serial?.Runs.Max(run => run.CpuShare) > Work.ComputingShare;

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
    private IEnumerable<Configuration> Untried(Configuration of, Func<int, bool> isWanted) => own
        .Where(other => other.Executor == of.Executor && other.ChunkSize == of.ChunkSize && IsUseful(other.Workers) && isWanted(other.Workers) && !tried.Contains(other))
        .OrderBy(other => other.Workers).Take(1);

    /// <summary>The most workers that were too few.</summary>
    private int MaxSlower(List<Arm> ofExecutor, Arm fastest) =>
        ofExecutor.FindLast(arm => arm.Configuration.Workers < fastest.Configuration.Workers && Median(arm) > (1 + goal.Within) * Median(fastest))?.Configuration.Workers ?? 0;

    /// <summary>Whether more rounds would change nothing: each of those left was measured, and is either within the tolerance of the fastest, or is not.</summary>
    private bool IsKnown()
    {
        var arms = Arms().Where(arm => active.Contains(arm.Configuration)).ToList();
        var best = arms.MinBy(Median)!;
        return arms.Count == active.Count && arms.TrueForAll(arm => arm.SoundSeconds.Count >= RoundsSpec.MinAuto && (arm == best || IsPrecise(best.SpeedUpOver(arm)?.Interval)));
    }

    /// <summary>Whether a ratio to the fastest is surely within the tolerance, or known as precisely as such a difference deserves.</summary>
    private bool IsPrecise(Interval? ratio) => ratio is { } interval && (interval.High <= 1 + goal.Within || interval.High / interval.Low <= 1 + (2 * goal.Within));

    private IReadOnlyList<Arm> Arms() => Arm.AllOf(runs);

    private static double Median(Arm arm) => LogMedian.Of(arm.SoundSeconds).Median;
}
