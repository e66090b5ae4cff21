using System.Globalization;
using Partime.Tool.Planning;

namespace Partime.Tool.Reporting;

/// <summary>What configurations are called beside one another: <c>threads × 2</c>, and with the size of their chunks where an executor
/// has several of them: <c>threads/100 × 2</c>.</summary>
internal sealed class ConfigurationNames(IEnumerable<Configuration> all)
{
    private readonly ILookup<string, ChunkSize> sizes = all.Select(configuration => (configuration.Executor, configuration.ChunkSize))
        .Distinct().ToLookup(size => size.Executor, size => size.ChunkSize);

    public string Of(Configuration configuration) =>
        configuration.Workers == 1 ? ExecutorOf(configuration) : $"{ExecutorOf(configuration)} × {configuration.Workers}";

    /// <summary>Without the workers, for tables that have a column for them.</summary>
    public string ExecutorOf(Configuration configuration) =>
        sizes[configuration.Executor].Count() <= 1 ? configuration.Executor
        : $"{configuration.Executor}/{configuration.ChunkSize}";

    public string List(IEnumerable<Configuration> configurations) => string.Join(", ", configurations.Select(Of).Distinct());
}
