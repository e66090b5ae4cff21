using Partime.Tool.Analysis;
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

    public ConfigurationNames(IEnumerable<Configuration> all)
    {
        var first = new Dictionary<string, Configuration>();
        foreach (var configuration in all)
        {
            first.TryAdd(configuration.Executor, configuration);
            if (first[configuration.Executor].ChunkSize != configuration.ChunkSize)
                ambiguous.Add(configuration.Executor);
            if (first[configuration.Executor].Workers != configuration.Workers)
                scaled.Add(configuration.Executor);
        }
    }

    public string Of(Configuration configuration) =>
        configuration.Workers == 1 && !scaled.Contains(configuration.Executor) ? ExecutorOf(configuration) : $"{ExecutorOf(configuration)} × {configuration.Workers}";

    /// <summary>Without the workers, which have a column in tables.</summary>
    public string ExecutorOf(Configuration configuration) =>
        ambiguous.Contains(configuration.Executor) ? $"{configuration.Executor}/{configuration.ChunkSize}" : configuration.Executor;

    public string List(IEnumerable<Configuration> configurations) => string.Join(", ", configurations.Select(Of).Distinct());
}

/// <summary>The names of configurations where several scenarios may have the same: <c>threads × 2 of sleep: 3 tasks</c>.</summary>
internal sealed class ArmNames
{
    private readonly ConfigurationNames names;
    private readonly bool isOneScenario;

    public ArmNames(IEnumerable<Arm> arms)
        : this(arms.Select(arm => arm.Scenario), arms.Select(arm => arm.Configuration))
    {
    }

    public ArmNames(IEnumerable<Summary> summaries)
        : this(summaries.Select(summary => summary.Scenario), summaries.Select(summary => summary.Configuration))
    {
    }

    private ArmNames(IEnumerable<Scenario> scenarios, IEnumerable<Configuration> configurations) =>
        (names, isOneScenario) = (new ConfigurationNames(configurations), scenarios.Distinct().Count() <= 1);

    public string Of(Arm arm) => Of(arm.Scenario, arm.Configuration);

    public string Of(Summary summary) => Of(summary.Scenario, summary.Configuration);

    /// <summary>Each scenario once, behind its configurations.</summary>
    public string List(IEnumerable<Arm> arms) => isOneScenario ? names.List(arms.Select(arm => arm.Configuration))
        : string.Join("; ", arms.GroupBy(arm => arm.Scenario).Select(scenario => $"{names.List(scenario.Select(arm => arm.Configuration))} of {TextOf(scenario.Key)}"));

    private string Of(Scenario scenario, Configuration configuration) => names.Of(configuration) + (isOneScenario ? "" : $" of {TextOf(scenario)}");

    private static string TextOf(Scenario scenario) => ComparisonReport.Heading(scenario, withParameters: true);
}
