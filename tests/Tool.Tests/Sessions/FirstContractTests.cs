using Partime.Tool.Planning;
using Partime.Tool.Reporting;
using Partime.Tool.Sessions;

namespace Partime.Tool.Tests.Sessions;

/// <summary>Plugins are not compiled again when partime is updated.</summary>
public sealed class FirstContractTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("first", new[] { "10", "21", "three" })]
    [InlineData("first-waiting", new[] { "1", "2", "3" })]
    public async Task APluginOfTheFirstVersionRunsUnderAllExecutors(string workload, string[] results)
    {
        var request = new SessionRequest { Workload = workload, Executors = ["all"], Workers = [new WorkerSpec(2)], Rounds = new RoundsSpec(1), Outputs = new Outputs(null, folder["tasks.csv"], Excel: false) };
        using (var session = new Session(request, TestPlugin.Catalog("BuiltAgainstFirstContract"), Tool.Measurement.Machine.Read()))
        {
            session.OpenOutputs();
            await session.MeasureAsync(CancellationToken.None).WaitAsync(TimeSpan.FromMinutes(15));
        }
        var runs = CsvTable.Read(folder["tasks.csv"], ["run"]).Lines.GroupBy(task => task.Text("run")).ToList();
        Assert.Equal(OperatingSystem.IsLinux() ? 8 : 5, runs.Count);
        Assert.All(runs, run => Assert.Equal(results, run.Select(task => task.Text("result"))));
    }
}
