using Partime.Tool.Analysis;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;

namespace Partime.Tool.Reporting;

/// <summary>The names of configurations in sentences and tables: <c>threads × 2</c>, or <c>threads/100 × 2</c> if the executor has several
/// chunk sizes.</summary>
internal sealed class ConfigurationNames
{
    /// <summary>The executors with several chunk sizes.</summary>
    private readonly HashSet<string> ambiguous = [];

    /// <summary>The executors with several numbers of workers.</summary>
    private readonly HashSet<string> scaled = [];

    private readonly IReadOnlyList<string> variants;

    /// <param name="all">What is named.</param>
    /// <param name="variants">The names of the variants, if there are several: <c>threads × 2 of codec=zstd</c>.</param>
    public ConfigurationNames(IEnumerable<Configuration> all, IReadOnlyList<string>? variants = null)
    {
        this.variants = variants ?? [];
        var first = new Dictionary<string, Configuration>();
        foreach (var configuration in all)
        {
            // Chunks may depend on the tasks of the variant.
            var own = $"{configuration.Executor} {configuration.Variant}";
            first.TryAdd(own, configuration);
            if (first[own].ChunkSize != configuration.ChunkSize)
                ambiguous.Add(configuration.Executor);
            if (first[own].Workers != configuration.Workers)
                scaled.Add(configuration.Executor);
        }
    }

    public string Of(Configuration configuration) => InVariant(configuration) + (variants.Count == 0 ? "" : $" of {OfVariant(configuration.Variant)}");

    /// <summary>The name of a variant, if there are several.</summary>
    public string OfVariant(int variant) => variants[variant];

    /// <summary>Without the variant.</summary>
    public string InVariant(Configuration configuration) =>
        configuration.Workers == 1 && !scaled.Contains(configuration.Executor) ? ExecutorOf(configuration) : $"{ExecutorOf(configuration)} × {configuration.Workers}";

    /// <summary>Without the workers, which have a column in tables.</summary>
    public string ExecutorOf(Configuration configuration) =>
        ambiguous.Contains(configuration.Executor) ? $"{configuration.Executor}/{configuration.ChunkSize}" : configuration.Executor;

    public string List(IEnumerable<Configuration> configurations) => string.Join(", ", configurations.Select(Of).Distinct());
}

/// <summary>The short names of variants: what tells them apart, as <c>codec=zstd</c>, or their workloads.</summary>
internal static class VariantNames
{
    /// <summary>Of a session; none if it has only one.</summary>
    public static IReadOnlyList<string> Of(SessionInfo session) => session.Others.Count == 0 ? [] : Of([.. session.Others.Prepend(session).Select(variant => (variant.Workload, variant.ParametersText))]);

    /// <summary>By scenario; none where they differ in more than their variant, or not at all.</summary>
    public static Dictionary<Scenario, string> Among(IEnumerable<Scenario> scenarios)
    {
        List<Scenario> all = [.. scenarios.Distinct()];
        return all.Count < 2 || all.Exists(scenario => Common(scenario) != Common(all[0])) ? []
            : all.Zip(Of([.. all.Select(scenario => (scenario.Workload, scenario.Parameters))])).ToDictionary(pair => pair.First, pair => pair.Second);
    }

    /// <summary>What variants have in common: all but the workload, its options, and the number of tasks where that is varied.</summary>
    private static Scenario Common(Scenario scenario) => scenario with { Workload = "", Parameters = "", Tasks = scenario.VariedTasks is null ? scenario.Tasks : 0 };

    private static List<string> Of(IReadOnlyList<(string Workload, string Parameters)> variants)
    {
        var workloads = variants.Select(variant => variant.Workload).Distinct().Count();
        var names = new List<string>();
        foreach (var (workload, parameters) in variants)
        {
            var ofWorkload = variants.Where(other => other.Workload == workload).Select(other => other.Parameters.Split("; ")).ToList();
            var own = string.Join(", ", parameters.Split("; ").Where(part => ofWorkload.Exists(parts => !parts.Contains(part))));
            names.Add(workloads == 1 ? own : own.Length == 0 ? workload : $"{workload} ({own})");
        }
        return names;
    }
}

/// <summary>The names of configurations where several scenarios may have the same: <c>threads × 2 of sleep: 3 tasks</c>.</summary>
internal sealed class ArmNames
{
    private readonly ConfigurationNames names;
    private readonly bool isOneScenario;

    /// <summary>The short names of scenarios that differ in nothing else than their variant.</summary>
    private readonly Dictionary<Scenario, string> variants;

    public ArmNames(IEnumerable<Arm> arms)
        : this(arms.Select(arm => arm.Scenario), arms.Select(arm => arm.Configuration))
    {
    }

    public ArmNames(IEnumerable<Summary> summaries)
        : this(summaries.Select(summary => summary.Scenario), summaries.Select(summary => summary.Configuration))
    {
    }

    private ArmNames(IEnumerable<Scenario> scenarios, IEnumerable<Configuration> configurations)
    {
        List<Scenario> all = [.. scenarios.Distinct()];
        (names, isOneScenario, variants) = (new ConfigurationNames(configurations), all.Count <= 1, VariantNames.Among(all));
    }

    public string Of(Arm arm) => Of(arm.Scenario, arm.Configuration);

    public string Of(Summary summary) => Of(summary.Scenario, summary.Configuration);

    /// <summary>Each scenario once, behind its configurations.</summary>
    public string List(IEnumerable<Arm> arms) => isOneScenario ? names.List(arms.Select(arm => arm.Configuration))
        : string.Join("; ", arms.GroupBy(arm => arm.Scenario).Select(scenario => $"{names.List(scenario.Select(arm => arm.Configuration))} of {TextOf(scenario.Key)}"));

    /// <summary>Variants whose results differ, and executors within one.</summary>
    public string Of(DifferingResults differing) => differing.One.Scenario != differing.Other.Scenario
        ? $"The variants {TextOf(differing.One.Scenario)} and {TextOf(differing.Other.Scenario)} disagree on their results."
        : $"{Of(differing.One.Scenario, differing.One.Planned.Configuration)} and {Of(differing.Other.Scenario, differing.Other.Planned.Configuration)} disagree on their results.";

    private string Of(Scenario scenario, Configuration configuration) => names.Of(configuration) + (isOneScenario ? "" : $" of {TextOf(scenario)}");

    private string TextOf(Scenario scenario) => variants.GetValueOrDefault(scenario) ?? ComparisonReport.Heading(scenario, withParameters: true);
}
