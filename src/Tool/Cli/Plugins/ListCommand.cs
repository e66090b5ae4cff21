using McMaster.Extensions.CommandLineUtils;
using Partime.Tool.Plugins;
using Partime.Tool.Reporting;
using Partime.Tool.Sessions;

namespace Partime.Tool.Cli;

/// <summary><c>list</c>: shows all workloads and executors.</summary>
internal static class ListCommand
{
    public const string Name = "list";

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

    public static int Show(IReadOnlyList<string> plugins) => Show(Catalog.Open(plugins, null, Message.WriteSentence), Terminal.Out());

    public static int Show(PluginCatalog catalog, Terminal terminal)
    {
        terminal.Write(TextTable.OfNames(["workload", ""], [.. catalog.Workloads.Select(workload => (string[])[workload.Name, workload.Description])]));
        terminal.Write(TextTable.Of<ExecutorInfo>(
        [
            new("executor", executor => executor.Name, CellKind.Name) { Tone = _ => Tone.Strong },
            new("", executor => executor.Description, CellKind.Text),
            new("in Python", executor => PythonNames.Of(executor.Name), CellKind.Name) { Expendable = 1 },
        ],
        catalog.Executors) with
        { Padding = (0, 1) });
        return ExitCode.Ok;
    }
}
