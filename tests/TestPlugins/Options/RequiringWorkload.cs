namespace Partime.TestPlugins;

[Workload("requiring", "Does nothing unless it is told what.", SampleInputs = "1")]
public sealed class RequiringWorkload : IBlockingWorkload
{
    [Option("model", "What to load.", Required = true)]
    public string Model { get; set; } = "";

    [Option("depth", "How far to go.", Default = "1")]
    public int Depth { get; set; }

    [Option("level", "How hard to try.", Required = true, Min = "1", Max = "9")]
    public int Level { get; set; }

    [Option("key", "A secret that is there by default.", Secret = true, Default = "hunter2")]
    public string Key { get; set; } = "";

    public WorkResult Run(WorkItem item, CancellationToken cancellationToken) => WorkResult.Of($"{Model} {Depth} {Level}");
}
