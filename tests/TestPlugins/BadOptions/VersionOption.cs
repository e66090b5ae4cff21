namespace Partime.TestPlugins;

[Workload("version-option", "Its option is of a type that options cannot have.")]
public sealed class VersionOption : IWorkload
{
    [Option("version", "Is no text.")]
    public Version? Version { get; set; }

    public ValueTask<WorkResult> RunAsync(WorkItem item, CancellationToken cancellationToken) => default;
}
