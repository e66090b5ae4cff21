using System.Reflection;
using System.Text;
using Xunit.Sdk;

namespace Partime.Plugins.Tests;

/// <summary>The two ways in which executors have a task done.</summary>
public enum Way
{
    Blocking,
    Asynchronous,
}

/// <summary>Has a theory hold for both ways.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class BothWaysAttribute(params object[] rest) : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) =>
        Enum.GetValues<Way>().Select(way => (object[])[way, .. rest]);
}

internal static class WorkloadExtensions
{
    /// <summary>Does the task beside the test, whose time limit then ends a blocking one too, and on a thread of its own, as
    /// blocked threads of the pool would hold up the server.</summary>
    public static Task<WorkResult> DoAsync(this IBlockingWorkload workload, Way way, string input, CancellationToken cancellationToken = default)
    {
        var item = new WorkItem(0, input);
        return way == Way.Asynchronous
            ? Task.Run(async () => await workload.RunAsync(item, cancellationToken), CancellationToken.None)
            : Task.Factory.StartNew(() => workload.Run(item, cancellationToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public static string Value(this WorkResult result) => Encoding.UTF8.GetString(result.Utf8Value);

    public static double Metric(this WorkResult result, string name)
    {
        foreach (var metric in result.Metrics)
        {
            if (metric.Name == name)
                return metric.Value;
        }
        throw new KeyNotFoundException($"The result has no metric '{name}'.");
    }
}
