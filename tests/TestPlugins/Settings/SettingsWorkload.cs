using System.Runtime;
using System.Runtime.InteropServices;

namespace Partime.TestPlugins;

/// <summary>Its result is how the runtime is set up, so that executors which set it up differently disagree.</summary>
[Workload("settings", "Tells how the runtime is set up.", SampleInputs = "0..4")]
public sealed class SettingsWorkload : IBlockingWorkload
{
    public WorkResult Run(WorkItem item, CancellationToken cancellationToken) => WorkResult.Of(string.Join(' ',
    [
        RuntimeInformation.FrameworkDescription,
        $"server={GCSettings.IsServerGC}",
        $"latency={GCSettings.LatencyMode}",
        $"cpus={Environment.ProcessorCount}",
        $"culture={Thread.CurrentThread.CurrentCulture.Name}",
        $"folder={Environment.CurrentDirectory}",
        .. GC.GetConfigurationVariables().Select(variable => $"{variable.Key}={variable.Value}").Order(),
        .. from string name in Environment.GetEnvironmentVariables().Keys
           where name.StartsWith("DOTNET_", StringComparison.Ordinal) && name is not ("DOTNET_EnableDiagnostics" or "DOTNET_LTTng")
           orderby name
           select $"{name}={Environment.GetEnvironmentVariable(name)}",
    ]));
}
