using Partime.Tool.Installation;
using Partime.Tool.Reporting;

namespace Partime.Tool.Cli;

/// <summary>What users are told once a plugin is installed.</summary>
internal static class PluginNews
{
    public static void TellOfWaiting() => Message.WriteSentence("Another partime is changing the plugins: waiting for it.");

    public static void Tell(InstallResult result)
    {
        var outcome = result.Outcome switch
        {
            InstallOutcome.Installed => "Installed",
            InstallOutcome.Switched => "In use now",
            InstallOutcome.Repaired => "Repaired, as its files had been changed",
            _ => "Was installed already, and is in use",
        };
        Terminal.Out().WriteText($"{outcome}: {result.Plugin}, with {Offer(result.Plugin)}.\n");
    }

    private static string Offer(InstalledPlugin plugin)
    {
        var workloads = plugin.Workloads.Select(name => $"the workload '{name}'");
        var executors = plugin.Executors.Select(name => $"the executor '{name}'");
        return string.Join(", ", workloads.Concat(executors));
    }
}
