using Partime.Tool.Installation;
using Partime.Tool.Reporting;

namespace Partime.Tool.Cli;

/// <summary>What users are told once a plugin is installed.</summary>
internal static class PluginNews
{
    public static void Tell(InstallResult result)
    {
        var (plugin, wasThere) = (result.Plugin, result.WasThere);
        Terminal.Out().WriteText($"{(wasThere ? "Was installed already, and is in use" : "Installed")}: {plugin}, with {Offer(plugin)}.\n");
    }

    private static string Offer(InstalledPlugin plugin)
    {
        var workloads = plugin.Workloads.Select(name => $"the workload '{name}'");
        var executors = plugin.Executors.Select(name => $"the executor '{name}'");
        return string.Join(", ", workloads.Concat(executors));
    }
}
