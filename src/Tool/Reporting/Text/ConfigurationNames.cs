using System.Globalization;
using Partime.Tool.Planning;

namespace Partime.Tool.Reporting;

/// <summary>The names of configurations in sentences and tables: <c>threads × 2</c>, or <c>threads/100 × 2</c> if the executor has several
/// chunk sizes.</summary>
internal sealed class ConfigurationNames
{
    /// <summary>The executors with several chunk sizes.</summary>
    private readonly HashSet<string> ambiguous = [];

    public ConfigurationNames(IEnumerable<Configuration> all)
    {
        var first = new Dictionary<string, Configuration>();
        foreach (var configuration in all)
            if (!first.TryAdd(configuration.Executor, configuration) && first[configuration.Executor].ChunkSize != configuration.ChunkSize)
                ambiguous.Add(configuration.Executor);
    }

    public string Of(Configuration configuration) =>
        configuration.Workers == 1 ? ExecutorOf(configuration) : $"{ExecutorOf(configuration)} × {configuration.Workers}";

    /// <summary>Without the workers, which have a column in tables.</summary>
    public string ExecutorOf(Configuration configuration) =>
        ambiguous.Contains(configuration.Executor) ? $"{configuration.Executor}/{configuration.ChunkSize}" : configuration.Executor;

    public string List(IEnumerable<Configuration> configurations) => string.Join(", ", configurations.Select(Of).Distinct());
}
