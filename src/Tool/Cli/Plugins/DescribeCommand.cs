using McMaster.Extensions.CommandLineUtils;
using Partime.Tool.Plugins;
using Partime.Tool.Reporting;
using Partime.Tool.Sessions;

namespace Partime.Tool.Cli;

/// <summary><c>describe</c>: shows a workload's sample inputs, options and metrics, and an executor's workers and options.</summary>
internal static class DescribeCommand
{
    public static void Define(CommandLineApplication command, Action<Func<CancellationToken, Task<int>>> choose)
    {
        command.Description = "Describes a workload or an executor: sample inputs, options, metrics, workers.";
        var argument = command.Argument("WORKLOAD|EXECUTOR", "The name of a workload or an executor; 'dotnet partime list' shows them.");
        var plugins = PluginOption.Define(command);
        command.OnExecute(() =>
        {
            var name = argument.Value ?? throw new PartimeException("The name is missing: write 'dotnet partime describe NAME'; 'dotnet partime list' shows the names.");
            choose(_ => Task.FromResult(Show(Catalog.Open(plugins.Values, null, Message.WriteSentence).FindAny(name), Terminal.Out())));
            return ExitCode.Ok;
        });
    }

    public static int Show(IReadOnlyList<IPluginType> plugins, Terminal terminal)
    {
        foreach (var plugin in plugins)
        {
            terminal.WriteLine($"{plugin.Name}: {plugin.Description}", Tone.Strong);
            terminal.WriteLine($"The {plugin.Kind} is from {plugin.AssemblyPath}", Tone.Faint);
            foreach (var line in Facts(plugin))
                terminal.WriteLine(line);
            if (plugin.Options.Count > 0)
                terminal.Write(TextTable.OfNames(["option", "takes", "default", "meaning"], [.. plugin.Options.Select(Row)]));
            if (plugin is WorkloadInfo { Metrics: { Count: > 0 } metrics })
                terminal.Write(TextTable.OfNames(["metric", "unit", "of a run", "meaning"],
                    [.. metrics.Select(metric => (string[])[metric.Name, metric.Unit, metric.Aggregate == MetricAggregate.None ? "–" : Label.Of(metric.Aggregate), metric.Description])]));
            foreach (var mistake in PluginMistakes.Of(plugin))
                terminal.WriteLine(mistake.ToString(), mistake.IsHint ? Tone.Plain : Tone.Bad);
        }
        return ExitCode.Ok;
    }

    private static IEnumerable<string> Facts(IPluginType plugin)
    {
        if (plugin is WorkloadInfo { SampleInputs: { } samples })
            yield return $"Sample inputs: {samples}";
        if (plugin is not ExecutorInfo executor)
            yield break;
        var byDefault = executor.DefaultWorkers ?? "one per task up to 8 tasks, else auto";
        yield return executor.MaxWorkers switch
        {
            0 => $"Workers: any number; by default {byDefault}",
            1 => "Workers: 1",
            var max => $"Workers: at most {max}; by default {byDefault}, but never more than {max}",
        };
        yield return $"Chunk size: by default {executor.DefaultChunkSize ?? "1"}";
        if (PythonNames.Of(executor.Name) is { Length: > 0 } python)
            yield return $"In Python: {python}";
    }

    private static string[] Row(OptionInfo option) =>
        [option.Name, option.Takes, option.Default is { } text ? option.Shown(text) : (option.Required ? "(required)" : ""), option.Description];
}
