using System.Diagnostics;

namespace Partime.TestPlugins;

[Workload("removing-start", "Removes the program that its worker process runs, and kills that process, before it is ready.")]
public sealed class RemovingStartWorkload : IBlockingWorkload
{
    public ValueTask StartAsync(CancellationToken cancellationToken)
    {
        if (Here.IsWorker)
        {
            File.Delete(Environment.ProcessPath!);
            Process.GetCurrentProcess().Kill();
        }
        return default;
    }

    public WorkResult Run(WorkItem item, CancellationToken cancellationToken) => WorkResult.Of(0);
}
