using System.Globalization;
using Partime.Tool.Planning;

namespace Partime.Tool.Reporting;

/// <summary>The names of configurations in sentences and tables: <c>threads × 2</c>, or <c>threads/100 × 2</c> if the executor has several
/// chunk sizes.</summary>
internal sealed class ConfigurationNames(IEnumerable<Configuration> all)
{
    private readonly ILookup<string, ChunkSize> sizes = all.Select(configuration => (configuration.Executor, configuration.ChunkSize))
        .Distinct().ToLookup(size => size.Executor, size => size.ChunkSize);

    public string Of(Configuration configuration) =>
        configuration.Workers == 1 ? ExecutorOf(configuration) : $"{ExecutorOf(configuration)} × {configuration.Workers}";

    /// <summary>Without the workers, which have a column in tables.</summary>
    public string ExecutorOf(Configuration configuration) =>
        sizes[configuration.Executor].Count() <= 1 ? configuration.Executor
        : $"{configuration.Executor}/{configuration.ChunkSize}";

    public string List(IEnumerable<Configuration> configurations) => string.Join(", ", configurations.Select(Of).Distinct());
}
