using McMaster.Extensions.CommandLineUtils;
using Partime.Tool.Plugins;
using Partime.Tool.Reporting;

namespace Partime.Tool.Cli;

/// <summary><c>describe</c>: a workload's inputs, options and metrics.</summary>
internal static class DescribeCommand
{
    public static void Define(CommandLineApplication command, Action<Func<CancellationToken, Task<int>>> choose)
    {
        command.Description = "Shows a workload's sample inputs, options and metrics.";
        command.ExtendedHelpText = HelpTexts.Describe;
        var workload = command.Argument("workload", "The workload; see 'dotnet partime list'.");
        var plugins = PluginOption.Define(command);
        command.OnExecute(() =>
        {
            var name = workload.Value ?? throw new PartimeException("Which workload? Write 'dotnet partime describe NAME'; 'dotnet partime list' shows the names.");
            choose(_ => Task.FromResult(Show(Catalog.Open(plugins.Values).FindWorkload(name))));
            return ExitCode.Ok;
        });
    }

    private static int Show(WorkloadInfo workload)
    {
        var terminal = Terminal.Out();
        terminal.WriteLine($"{workload.Name}: {workload.Description}");
        terminal.WriteLine($"From {workload.AssemblyPath}");
        if (workload.SampleInputs is { } samples)
            terminal.WriteLine($"Sample inputs: {samples}");
        if (workload.Options.Count > 0)
            terminal.Write(NamedTable.Of("option", workload.Options.Select(option => (option.Name, Explain(option)))));
        if (workload.Metrics.Count > 0)
            terminal.Write(NamedTable.Of("metric", workload.Metrics.Select(metric => (metric.Name, Explain(metric)))));
        return ExitCode.Ok;
    }

    private static string Explain(OptionInfo option) =>
        $"{option.Description} ({option.Type}{(option.Default is { } usual ? $", default {usual}" : "")})";

    private static string Explain(MetricInfo metric) =>
        metric.Unit.Length > 0 ? $"{metric.Description} ({metric.Unit})" : metric.Description;
}
