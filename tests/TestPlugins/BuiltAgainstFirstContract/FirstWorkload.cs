namespace Partime.TestPlugins;

[Workload("first", "Was built against the contract of version 0.1, and multiplies.", SampleInputs = "1,2,3")]
[Metric("factor", "", "What it multiplied by.")]
public sealed class FirstWorkload : IBlockingWorkload, IDisposable
{
    private int started;

    [Option("factor", "What to multiply by.", Default = "10")]
    public int Factor { get; set; }

    public ValueTask StartAsync(CancellationToken cancellationToken)
    {
        started = 1;
        return ValueTask.CompletedTask;
    }

    public WorkResult Run(WorkItem item, CancellationToken cancellationToken) =>
        (item.Text == "3" ? WorkResult.Of("three") : WorkResult.Of((item.Parse<int>() * Factor * started) + item.Index)).With("factor", Factor);

    public void Dispose() => started = 0;
}

[Workload("first-waiting", "The same without a blocking form.", SampleInputs = "1,2,3")]
public sealed class FirstWaitingWorkload : IWorkload
{
    public async ValueTask<WorkResult> RunAsync(WorkItem item, CancellationToken cancellationToken)
    {
        await Task.Yield();
        return WorkResult.Of(item.Parse<int>());
    }
}
