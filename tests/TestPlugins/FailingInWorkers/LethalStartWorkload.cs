using System.Diagnostics;

namespace Partime.TestPlugins;

[Workload("lethal-start", "Kills the worker process that starts it, after it has written a line.")]
public sealed class LethalStartWorkload : IBlockingWorkload
{
    public ValueTask StartAsync(CancellationToken cancellationToken)
    {
        if (Here.IsWorker)
        {
            Console.Error.WriteLine("goodbye from the start");
            Process.GetCurrentProcess().Kill();
        }
        return default;
    }

    public WorkResult Run(WorkItem item, CancellationToken cancellationToken) => WorkResult.Of(0);
}
