namespace Partime.TestPlugins;

[Workload("uri-option", "Its option is of a type that options cannot have.")]
public sealed class UriOption : IWorkload
{
    [Option("address", "Is no text.")]
    public Uri? Address { get; set; }

    public ValueTask<WorkResult> RunAsync(WorkItem item, CancellationToken cancellationToken) => default;
}
