using Partime.Plugins.Command;
using Partime.Testing;

namespace Partime.Plugins.Tests.Command;

/// <summary>The workload as partime sets it up.</summary>
internal static class Commands
{
    public static Task<WorkResult> RunAsync(Way way, string input, params string[] words) => RunAsync(way, input, _ => { }, words);

    public static async Task<WorkResult> RunAsync(Way way, string input, Action<CommandWorkload> set, params string[] words)
    {
        await using var workload = await StartAsync(set, words);
        return await workload.DoAsync(way, input);
    }

    public static async Task<CommandWorkload> StartAsync(Action<CommandWorkload> set, params string[] words)
    {
        var workload = WorkloadRun.Create<CommandWorkload>();
        (workload.Command, workload.Output) = (words, OutputWay.Value);
        set(workload);
        await workload.StartAsync(CancellationToken.None);
        return workload;
    }

    public static async Task<string> FailureAsync(Way way, string input, Action<CommandWorkload> set, params string[] words) =>
        (await FailedAsync(way, input, set, words)).Message;

    public static Task<WorkFailedException> FailedAsync(Way way, string input, Action<CommandWorkload> set, params string[] words) =>
        Assert.ThrowsAsync<WorkFailedException>(() => RunAsync(way, input, set, words));

    /// <returns><see langword="null"/> if the task has not reported it.</returns>
    public static double? Metric(this WorkFailedException failed, string name) => failed.Metrics.Where(metric => metric.Name == name).Select(metric => (double?)metric.Value).SingleOrDefault();

    /// <summary>Until the system has ended it. A zombie has ended.</summary>
    public static async Task UntilGoneAsync(int pid)
    {
        while (File.Exists($"/proc/{pid}/stat") && StateOf(pid) is not ('Z' or 'X'))
            await Task.Delay(10);
    }

    private static char StateOf(int pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            return stat[stat.LastIndexOf(')') + 2];
        }
        catch (IOException)
        {
            return 'X';
        }
    }
}

/// <summary>A folder that is gone after the test.</summary>
internal sealed class OwnFolder : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("partime-command-");

    public string Path => folder.FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => folder.Delete(recursive: true);
}
