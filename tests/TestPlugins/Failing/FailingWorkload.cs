namespace Partime.TestPlugins;

/// <summary>Throws for every third input, after giving up its thread as real work does.</summary>
[Workload("failing", "Fails for inputs that 3 divides.", SampleInputs = "1..10")]
public sealed class FailingWorkload : IWorkload
{
    public async ValueTask<WorkResult> RunAsync(WorkItem item, CancellationToken cancellationToken)
    {
        await Task.Yield();
        var number = item.Parse<long>();
        return number % 3 != 0
            ? WorkResult.Of(number)
            : throw new InvalidOperationException($"{number} can be divided by 3");
    }
}
