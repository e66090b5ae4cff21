using System.Runtime.CompilerServices;
using Partime.Tool.Analysis;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;
using Partime.Tool.Processes;

namespace Partime.Tool.Sessions;

/// <summary>Finds out what can be measured on this machine: its clock, its sleeps, empty tasks and a perfectly parallel computation.</summary>
internal sealed class Examination
{
    private const string Workload = "sum-squares";
    private const string PerTask = "process";
    private const long EmptyTasks = 100_000;

    /// <summary>Each is a process.</summary>
    private const long EmptyProcesses = 10;

    // Tasks of about 0.1 ms outweigh the claiming of tasks, and most numbers of CPUs divide this number of tasks.
    private const long SpinInput = 250_000;
    private const long SpinTasks = 1920;

    /// <summary>Once so much has been measured there are no more rounds than the minimum: the machine is busy.</summary>
    private const double BudgetSeconds = 2.5;

    private readonly Machine machine = Machine.Read();

    /// <summary>What went wrong in trial runs.</summary>
    public Findings Findings { get; } = new(resultsCompare: false);

    /// <summary>Yields what is known so far, after each step.</summary>
    public async IAsyncEnumerable<Diagnosis> StepsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Session.Begin();
        var found = new Diagnosis(machine) { Load = SystemReading.Take().Load };
        yield return found;
        yield return found = found with { Clock = ClockCheck.Measure() };
        yield return found = found with { Sleeps = await SleepCheck.MeasureAsync(cancellationToken) };
        if (cancellationToken.IsCancellationRequested)
            yield break;
        yield return found = await WithEmptyTasksAsync(found, cancellationToken);
        if (cancellationToken.IsCancellationRequested)
            yield break;
        yield return found = await WithScalingAsync(found, cancellationToken);
    }

    private async Task<Diagnosis> WithEmptyTasksAsync(Diagnosis found, CancellationToken cancellationToken)
    {
        var empty = new SessionRequest { Workload = Workload, Inputs = [Range(0)], Workers = [new WorkerSpec(1)] };
        var all = empty with { Times = (int)EmptyTasks, Executors = ["all"], ExceptExecutors = [PerTask], Warmup = 1 };
        var (observed, order) = await MeasureAsync(all, maxRounds: 5, cancellationToken);
        var costs = EmptyTaskCost.Of(observed).OrderBy(cost => order.ToList().FindIndex(configuration => configuration.Executor == cost.Executor));
        if (cancellationToken.IsCancellationRequested)
            return found with { EmptyTasks = [.. costs], Runs = [.. found.Runs, .. observed] };
        var (processes, _) = await MeasureAsync(empty with { Times = (int)EmptyProcesses, Executors = [PerTask] }, maxRounds: 3, cancellationToken);
        return found with { EmptyTasks = [.. costs, .. EmptyTaskCost.Of(processes)], Runs = [.. found.Runs, .. observed, .. processes] };
    }

    private async Task<Diagnosis> WithScalingAsync(Diagnosis found, CancellationToken cancellationToken)
    {
        var spin = new SessionRequest
        {
            Workload = Workload,
            Inputs = [Range(SpinInput)],
            Times = (int)SpinTasks,
            Executors = ["threads"],
            Workers = [.. Doubling(machine.MaxParallel).Select(workers => new WorkerSpec(workers))],
            Warmup = 1,
            IsWarm = true,
        };
        var (observed, order) = await MeasureAsync(spin, maxRounds: 7, cancellationToken);
        return found with { Scaling = Summary.Of(observed, EquivalenceBand.Default, order), Runs = [.. found.Runs, .. observed] };
    }

    /// <summary>An ordinary session over a bundled workload.</summary>
    private async Task<(IReadOnlyList<Observation> Runs, IReadOnlyList<Configuration> Order)> MeasureAsync(SessionRequest request, int maxRounds, CancellationToken cancellationToken)
    {
        using var session = new Session(request, Catalog.OpenBundled(), machine);
        var runs = new List<Observation>();
        bool WantsRound(int round) => round <= maxRounds && (round <= RoundsSpec.MinAuto || runs.Sum(run => run.Times.Wall) < BudgetSeconds);
        await foreach (var run in session.RunAsync(session.Plan.Runs(WantsRound), cancellationToken))
        {
            Findings.Add(run);
            runs.Add(Observation.Of(run, session.Info));
        }
        return (runs, session.Plan.Configurations);
    }

    /// <summary>The same number for every task, as a number and not as text.</summary>
    private static string Range(long input) => FormattableString.Invariant($"{input}..{input + 1}");

    /// <summary>1, 2, 4 and so on, and all of them at the end.</summary>
    private static IEnumerable<int> Doubling(int all)
    {
        for (var workers = 1; workers < all; workers *= 2)
            yield return workers;
        yield return all;
    }
}
