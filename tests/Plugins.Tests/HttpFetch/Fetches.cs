using System.IO.Hashing;
using System.Text;
using Partime.Plugins.HttpFetch;
using Partime.Testing;

namespace Partime.Plugins.Tests.HttpFetch;

/// <summary>Workloads with the defaults that their attributes state, as partime starts them.</summary>
internal static class Fetches
{
    /// <summary>What any test here may take: far above what each takes, far below <c>timeout</c>.</summary>
    public const int Limit = 120_000;

    public static async Task<HttpFetchWorkload> StartAsync(Action<HttpFetchWorkload>? change = null)
    {
        var workload = Create(change);
        await workload.StartAsync(CancellationToken.None);
        return workload;
    }

    /// <summary>The outcome of one fetch on partime's board.</summary>
    public static async Task<TaskOutcome> OutcomeAsync(string url, IExecutor executor, Action<HttpFetchWorkload>? change = null) =>
        (await WorkloadRun.RunAsync(Create(change), [url], executor)).Tasks[0];

    private static HttpFetchWorkload Create(Action<HttpFetchWorkload>? change)
    {
        var workload = WorkloadRun.Create<HttpFetchWorkload>();
        change?.Invoke(workload);
        return workload;
    }

    public static string DigestOf(string body) => DigestOf(Encoding.UTF8.GetBytes(body));

    public static string DigestOf(byte[] body) => $"xxh3:{Convert.ToHexStringLower(XxHash3.Hash(body))}";
}
