using System.Diagnostics;

namespace Partime.TestPlugins;

/// <summary>The input is a file for the story: how deep each one is, and what the last one that was started had to say.</summary>
[Workload("self-starting", "Starts the partime that runs it.", Deterministic = false)]
public sealed class SelfStartingWorkload : IBlockingWorkload
{
    public WorkResult Run(WorkItem item, CancellationToken cancellationToken)
    {
        File.AppendAllText(item.Text, Environment.GetEnvironmentVariable("PARTIME_DEPTH") + "\n");
        var plugin = Path.GetDirectoryName(typeof(SelfStartingWorkload).Assembly.Location)!;
        var start = new ProcessStartInfo("dotnet-partime", ["run", "self-starting", "-i", item.Text, "-e", "process-pool", "--rounds", "1", "-q", "--plugin", plugin])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var inner = Process.Start(start)!;
        var error = inner.StandardError.ReadToEnd();
        inner.WaitForExit();
        if (inner.ExitCode != 0)
            File.AppendAllText(item.Text, error);
        return WorkResult.Of(inner.ExitCode);
    }
}
