namespace Partime.TestPlugins;

[Workload("not-a-number-max", "Its option ends where nothing can be compared.")]
public sealed class NotANumberMax : IWorkload
{
    [Option("ratio", "Ends nowhere.", Max = "NaN")]
    public double Ratio { get; set; }

    public ValueTask<WorkResult> RunAsync(WorkItem item, CancellationToken cancellationToken) => default;
}
