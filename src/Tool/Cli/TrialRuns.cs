using System.Security.Cryptography;
using Partime.Tool.Analysis;
using Partime.Tool.Execution;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;
using Partime.Tool.Plugins;
using Partime.Tool.Processes;

namespace Partime.Tool.Cli;

/// <summary>An ordinary session over the bundled workload <c>sum-squares</c>, which <c>doctor</c> tries the machine with.</summary>
/// <param name="Machine">What it is measured on.</param>
/// <param name="Executors">Which executors; <c>all</c> for every one on this system.</param>
/// <param name="Workers">How many workers.</param>
/// <param name="Input">The input of every task: 0 for nothing to do.</param>
/// <param name="Tasks">How many tasks each run has.</param>
internal sealed record TrialRuns(Machine Machine, IReadOnlyList<string> Executors, IReadOnlyList<WorkerSpec> Workers, long Input, long Tasks)
{
    private const string Workload = "sum-squares";

    /// <summary>On a machine so busy that this has been measured after three rounds, there are no more.</summary>
    private const double BudgetSeconds = 2.5;

    /// <summary>Executors that are of no interest this time.</summary>
    public IReadOnlyList<string> Except { get; init; } = [];

    public int Warmup { get; init; } = 1;

    /// <summary>The most rounds that count.</summary>
    public int Rounds { get; init; } = 5;

    /// <summary>Whether pools are made before the stopwatch starts.</summary>
    public bool IsWarm { get; init; }

    /// <summary>Measures until it is cancelled.</summary>
    /// <param name="findings">Told of every run.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <returns>The runs, and the configurations in their order.</returns>
    public async Task<(IReadOnlyList<Observation> Runs, IReadOnlyList<Configuration> Order)> MeasureAsync(Findings findings, CancellationToken cancellationToken)
    {
        var catalog = Catalog.OpenBundled();
        var activation = PluginCatalog.ActivationOf(catalog.FindWorkload(Workload), []);
        var workload = catalog.CreateWorkload(activation);
        var choice = new ExecutorChoice(catalog, Executors, []);
        var executors = choice.Load();
        var plan = PlanOf(choice);
        var layout = new BoardLayout(Tasks, [], KeepValues: false);
        var processExecutors = plan.Configurations.Select(configuration => executors[configuration.Executor].Executor).OfType<ProcessExecutor>().Distinct().ToList();
        using var memory = processExecutors.Count == 0 ? (BoardMemory)new PrivateBoardMemory(layout)
            : WorkerPayload.Write(layout, plan.Configurations.Max(configuration => configuration.Workers), activation, plan.Inputs);
        if (memory is SharedBoardMemory shared)
            foreach (var executor in processExecutors)
                executor.PoolContext = new PoolContext(shared, new TaskRules());
        var settings = new SessionSettings { IsWarm = IsWarm, Machine = Machine };
        var session = new Session(plan, workload.Workload, name => executors[name].Executor, memory, settings);
        var scenario = new Scenario(Workload, "", InputsDigest.Of(plan.Inputs), Tasks, Scenario.PoolOf(IsWarm));
        var runs = new List<Observation>();
        bool WantsRound(int round) => round <= Rounds && (round <= RoundsSpec.MinAuto || runs.Sum(run => run.Times.Wall) < BudgetSeconds);
        await foreach (var run in session.RunAsync(plan.Runs(WantsRound), cancellationToken))
        {
            findings.Add(run);
            runs.Add(Observation.Of(run, scenario, Workload, ""));
        }
        return (runs, plan.Configurations);
    }

    private Plan PlanOf(ExecutorChoice choice)
    {
        var inputs = new TaskInputs([new InputSegment.Numbers(new IntegerRange(Input, Input + 1, 1))], Tasks);
        var planned = choice.Planned.Where(executor => !Except.Contains(executor.Name)).ToList();
        return Plan.Create(inputs, planned, Workers, [], Warmup, new RoundsSpec(Rounds)) with { Seed = RandomNumberGenerator.GetInt32(WholeNumber.Most) };
    }
}
