using McMaster.Extensions.CommandLineUtils;
using Partime.Tool.Reporting;
using Partime.Tool.Sessions;

namespace Partime.Tool.Cli;

/// <summary><c>list</c>: shows all workloads and executors.</summary>
internal static class ListCommand
{
    public static void Define(CommandLineApplication command, Action<Func<CancellationToken, Task<int>>> choose)
    {
        command.Description = "Lists the workloads and executors.";
        var plugins = PluginOption.Define(command);
        command.OnExecute(() =>
        {
            choose(_ => Task.FromResult(Show(plugins.Values)));
            return ExitCode.Ok;
        });
    }

    private static int Show(IEnumerable<string> plugins)
    {
        var catalog = Catalog.Open(plugins, null, Message.WriteSentence);
        var terminal = Terminal.Out();
        terminal.Write(TextTable.OfNames("workload", catalog.Workloads.Select(workload => (workload.Name, workload.Description))));
        terminal.Write(TextTable.OfNames("executor", catalog.Executors.Select(executor => (executor.Name, executor.Description))));
        return ExitCode.Ok;
    }
}
