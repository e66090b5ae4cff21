namespace Partime.TestPlugins;

/// <summary>Work under way for as long as a test wants.</summary>
[Workload("gated", "Creates the file '<input>.begun', then waits until there is the file that its input names.")]
public sealed class GatedWorkload : IBlockingWorkload
{
    public WorkResult Run(WorkItem item, CancellationToken cancellationToken)
    {
        File.WriteAllText($"{item.Text}.begun", "");
        while (!File.Exists(item.Text))
            Thread.Sleep(5);
        return WorkResult.Of(0);
    }
}
