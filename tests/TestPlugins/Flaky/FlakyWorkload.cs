using System.Diagnostics;

namespace Partime.TestPlugins;

/// <summary>Each input is a file, whose ending is the trouble. It is made by the attempt that fails: the next one finds it.</summary>
[Workload("flaky", "Fails at its first attempt, and is well at the second.", Deterministic = false)]
public sealed class FlakyWorkload : IBlockingWorkload
{
    public WorkResult Run(WorkItem item, CancellationToken cancellationToken)
    {
        if (File.Exists(item.Text))
            return WorkResult.Of("well");
        File.WriteAllText(item.Text, "");
        switch (Path.GetExtension(item.Text))
        {
            case ".throw":
                throw new InvalidOperationException("not yet");
            case ".kill":
                Process.GetCurrentProcess().Kill();
                break;
        }
        Thread.Sleep(Timeout.Infinite);
        return WorkResult.Of("never");
    }
}
