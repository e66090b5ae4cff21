using System.Globalization;

namespace Partime.Tool.Planning;

/// <summary>One way to run all tasks.</summary>
/// <param name="Executor">The executor's name.</param>
/// <param name="Workers">How many workers, at least 1.</param>
/// <param name="ChunkSize">How many consecutive tasks a worker claims at once.</param>
internal sealed record Configuration(string Executor, int Workers, ChunkSize ChunkSize)
{
    /// <summary>As files name it: <c>threads:2:1</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Executor}:{Workers}:{ChunkSize}");
}
