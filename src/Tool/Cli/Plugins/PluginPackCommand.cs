using McMaster.Extensions.CommandLineUtils;
using Partime.Tool.Installation;
using Partime.Tool.Reporting;
using Partime.Tool.Sessions;

namespace Partime.Tool.Cli;

/// <summary><c>plugin pack</c>: makes a package of a plugin's project.</summary>
internal static class PluginPackCommand
{
    public static void Define(CommandLineApplication command, Action<Func<CancellationToken, Task<int>>> choose)
    {
        command.Description = "Makes a package of a plugin's project, for others to install.";
        var project = command.Argument("FILE|FOLDER", "The plugin's project, or the folder that contains it. Default: the current folder.");
        var output = command.Option("-o|--output <FOLDER>", "The folder for the package. Default: the current folder.", CommandOptionType.SingleValue);
        command.OnExecute(() =>
        {
            var packing = new PluginPacking(PluginProject.Find(project.Value ?? "."), Catalog.OpenBundled());
            choose(async cancellationToken => Show(await packing.PackAsync(output.Value() ?? ".", Message.Write, cancellationToken)));
            return ExitCode.Ok;
        });
    }

    private static int Show(PackedPlugin plugin)
    {
        var terminal = Terminal.Out();
        terminal.WriteLine($"{plugin.Id} {plugin.Version} is packed: {plugin.Path}");
        terminal.Write(TextTable.OfNames("file", plugin.Files.Select(file => (file, ""))));
        if (plugin.Workloads.Count > 0)
            terminal.Write(TextTable.OfNames("workload", plugin.Workloads.Select(workload => (workload.Name, workload.Description))));
        if (plugin.Executors.Count > 0)
            terminal.Write(TextTable.OfNames("executor", plugin.Executors.Select(executor => (executor.Name, executor.Description))));
        Message.WriteAll(plugin.Mistakes.Select(mistake => mistake.ToString()));
        return ExitCode.Ok;
    }
}
