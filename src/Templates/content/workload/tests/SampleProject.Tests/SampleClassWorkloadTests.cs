using Partime;
using Partime.Testing;

namespace SampleClassPlugin.Tests;

public sealed class SampleClassWorkloadTests
{
    [Theory]
    [MemberData(nameof(BundledExecutors.All), MemberType = typeof(BundledExecutors))]
    public async Task EveryExecutorCountsTheSamePrimes(string executor)
    {
        var run = await WorkloadRun.RunAsync(WorkloadRun.Create<SampleClassWorkload>(), ["10", "100", "1000"], BundledExecutors.Create(executor));

        Assert.Equal(["4", "25", "168"], run.Tasks.Select(task => task.Result));
    }

    [Fact]
    public async Task CountingStartsWhereTheOptionSays()
    {
        var workload = WorkloadRun.Create<SampleClassWorkload>();
        workload.From = 10;
        var run = await WorkloadRun.RunAsync(workload, ["20"]);

        Assert.Equal("4", run.Tasks[0].Result);
    }

    [Fact]
    public async Task AnInputThatIsNoNumberFailsAndTheOthersDoNot()
    {
        var run = await WorkloadRun.RunAsync(WorkloadRun.Create<SampleClassWorkload>(), ["ten", "10"]);

        Assert.Equal([Verdict.Error, Verdict.Ok], run.Tasks.Select(task => task.Verdict));
    }
}
