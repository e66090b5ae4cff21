using Partime.Tool.Execution;

namespace Partime.Tool.Tests.Execution;

public sealed class WorkloadDisposalTests
{
    [Fact]
    public async Task AWorkloadThatCanOnlyBeDisposedOfSynchronouslyIs()
    {
        var workload = new Synchronous();
        await WorkloadDisposal.DisposeAsync(workload);
        Assert.Equal(["synchronously"], workload.Disposals);
    }

    [Fact]
    public async Task AWorkloadThatCanBeDisposedOfInBothWaysIsAsynchronouslyOnly()
    {
        var workload = new Both();
        await WorkloadDisposal.DisposeAsync(workload);
        Assert.Equal(["asynchronously"], workload.Disposals);
    }

    [Fact]
    public async Task AWorkloadThatHoldsNothingIsLeftAlone() => await WorkloadDisposal.DisposeAsync(Work.Empty);

    private class Synchronous : IBlockingWorkload, IDisposable
    {
        public List<string> Disposals { get; } = [];

        public WorkResult Run(WorkItem item, CancellationToken cancellationToken) => default;

        public void Dispose() => Disposals.Add("synchronously");
    }

    private sealed class Both : Synchronous, IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            Disposals.Add("asynchronously");
            return ValueTask.CompletedTask;
        }
    }
}
