using Partime.Tool.Planning;
using Partime.Tool.Reporting;
using static Partime.Tool.Tests.Planning.TaskInputsExtensions;

namespace Partime.Tool.Tests.Planning;

/// <summary>Plans in which the tasks grow with the workers.</summary>
public sealed class WeakPlanTests
{
    private static readonly PlannedExecutor[] Executors = [new("serial", MaxWorkers: 1), new("threads", MaxWorkers: 0) { DefaultWorkers = WorkerSpec.ParseList(["tasks"]) }];

    [Fact]
    public void EveryWorkerBringsAllInputsOnceMore()
    {
        var plan = Weak("1,4");
        Assert.Equal([("serial", 3), ("threads", 3), ("threads", 12)], plan.Configurations.Select(configuration => (configuration.Executor, plan.TasksOf(configuration))));
        Assert.Equal((12, 3), (plan.MaxTasksOf(0), plan.Inputs.Count));
    }

    [Fact]
    public void ByDefaultThereIsAWorkerPerCpuWhateverTheTasks() =>
        Assert.Equal(["serial:1:1", "threads:6:1"], Weak().Configurations.Select(configuration => $"{configuration}"));

    [Fact]
    public void AWorkerPerTaskIsRefusedAsThereWouldBeNoEnd() => Assert.Equal(
        "The number of workers cannot be 'tasks' under weak scaling, where the tasks grow with the workers. Write 2, 1,2,4, 1..9 (1 to 8) or auto.",
        Assert.Throws<PartimeException>(() => Weak("2,tasks")).Message);

    [Fact]
    public void ChunksOfAPoolAreComputedFromTheTasksOfTheRun()
    {
        var plan = Plan.Create(Inputs("0..80"), Executors[1..], WorkerSpec.ParseList(["1,4"]), ChunkSpec.ParseList(["pool"]), 0, new RoundsSpec(1), scale: Scale.Weak);
        Assert.Equal(["threads:1:20", "threads:4:20"], plan.Configurations.Select(configuration => $"{configuration}"));
    }

    [Fact]
    public void AllTasksOfAnInputFollowOneAnother()
    {
        var inputs = new TaskInputs(InputSpec.Parse(["a,7..9"], () => Stream.Null), times: 2);
        Assert.Equal("a a a a 7 7 7 7 8 8 8 8", string.Join(' ', Enumerable.Range(0, 12).Select(index => inputs.Item(index, copies: 2).Text)));
        Assert.Equal("a a 7 7 8 8", string.Join(' ', Enumerable.Range(0, 6).Select(index => inputs.Item(index).Text)));
    }

    [Fact]
    public void ADryRunSaysHowManyTasksThereAre()
    {
        var plan = Weak("1,4") with { Seed = 7 };
        Assert.Contains("Weak scaling: 3 tasks per worker.", PlanText.Of(plan, new Dictionary<Configuration, double>()));
        var rows = PlanTable.Of(plan, new Dictionary<Configuration, double>()).ForFile().Split('\n');
        Assert.Matches("threads +4 +1 +12 ", rows.Single(row => row.Contains(" 4 ", StringComparison.Ordinal)));
        Assert.Equal("The tasks CSV will have 36 rows, about 3 kB.", TasksCsvSize.Estimate(plan, metrics: 0));
        Assert.DoesNotContain(PlanText.Of(plan with { Scale = Scale.Strong }, new Dictionary<Configuration, double>()), line => line.Contains("scaling", StringComparison.Ordinal));
    }

    private static Plan Weak(params string[] workers) => Plan.Create(Inputs("a,b,c"), Executors, WorkerSpec.ParseList(workers), [], warmup: 0, new RoundsSpec(2), cpus: 6, Scale.Weak);
}
