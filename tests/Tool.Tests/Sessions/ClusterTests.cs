using System.Globalization;
using System.Text.Json;
using Partime.Tool.Planning;
using Partime.Tool.Plugins;
using Partime.Tool.Processes;
using Partime.Tool.Reporting;
using Partime.Tool.Sessions;
using Partime.Tool.Tests.Processes;

namespace Partime.Tool.Tests.Sessions;

/// <summary>Sessions with nodes, which are real processes that connect over loopback.</summary>
public sealed class ClusterTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task NodesComputeWhatSerialComputesAndEveryTaskHasItsRow()
    {
        var tasks = await MeasureAsync(Request("sum-squares", "0..2000") with { Executors = ["serial", "cluster"], Workers = [new WorkerSpec(3)] });

        var runs = RunsReader.Read(folder["runs.csv"]).Lines;
        Assert.All(runs, run => Assert.Equal(("ok", "2000"), (run.Text("status"), run.Text("tasks_ok"))));
        Assert.Single(runs.Select(run => run.Text("result_digest")).Distinct());
        Assert.All(runs, run => Assert.Equal(run.Text("executor") == "cluster", run.Text("loss_node_wait_s") is not null));
        var cluster = runs.Single(run => run.Text("executor") == "cluster").Text("run");
        var own = tasks.Where(task => task.Text("run") == cluster).ToList();
        Assert.Equal(Enumerable.Range(0, 2000), own.Select(task => int.Parse(task.Text("task")!, CultureInfo.InvariantCulture)));
        Assert.DoesNotContain(own, task => task.Text("pid") == $"{Environment.ProcessId}");
        Assert.All(tasks, task => Assert.Equal(task.Text("run") == cluster ? Environment.MachineName : null, task.Text("node")));
        Assert.Contains($"\"node\":\"{Environment.MachineName}\"", await File.ReadAllTextAsync(folder["trace.json"]), StringComparison.Ordinal);
        using var document = JsonDocument.Parse(await File.ReadAllTextAsync(folder["session.json"]));
        var node = Assert.Single(document.RootElement.GetProperty("nodes").GetProperty("joined").EnumerateArray());
        Assert.Equal(Environment.MachineName, node.GetProperty("machine").GetString());
        Assert.True(JsonElement.DeepEquals(document.RootElement.GetProperty("environment"), node.GetProperty("environment")));
        Assert.InRange(node.GetProperty("clock_error_s").GetDouble(), 1e-9, 1);
        // A process runs one task at a time, and each worker is one process.
        Assert.All(own.GroupBy(task => task.Text("worker")), worker => Assert.Single(worker.Select(task => task.Text("pid")).Distinct()));
    }

    [Fact]
    public void NodesThatCannotJoinCostNoRowsOfAnEarlierSession()
    {
        File.WriteAllText(folder["runs.csv"], "earlier");
        var request = Request("sum-squares", "0..2") with { Executors = ["cluster"], ExecutorSettings = [ExecutorSetting.Parse("cluster.advertise=192.0.2.1:7077")] };
        using var session = new Session(request, TestPlugin.Catalog(), Tool.Measurement.Machine.Read());
        Assert.Contains("cluster.listen", Assert.Throws<PartimeException>(() => session.OpenOutputs()).Message, StringComparison.Ordinal);
        Assert.Equal("earlier", File.ReadAllText(folder["runs.csv"]));
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task TextsThatAreTooLongForOneMessageGiveTheSameResults()
    {
        var inputs = $"@{folder["inputs.txt"]}";
        await File.WriteAllLinesAsync(folder["inputs.txt"], Enumerable.Range(0, 3_000).Select(i => $"Grüße {i} 🌙 {new string('x', 800)}"));
        await MeasureAsync(Request("numbered-00", inputs) with { Executors = ["serial", "cluster"] });

        var runs = RunsReader.Read(folder["runs.csv"]).Lines;
        Assert.All(runs, run => Assert.Equal(("3000", null), (run.Text("tasks_ok"), run.Text("error"))));
        Assert.Single(runs.Select(run => run.Text("result_digest")).Distinct());
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task ATaskThatKillsItsWorkerOrAgainAndAgainItsNodeHasCrashedAndTheOthersRun()
    {
        var tasks = await MeasureAsync(Request("crashing", "ok,signal:9,throw,ok,ok,kill-parent,ok,ok,ok") with { Executors = ["cluster"] });
        Assert.Equal(["ok", "crashed", "error", "ok", "ok", "crashed", "ok", "ok", "ok"], tasks.Select(task => task.Text("status")));
        Assert.Equal((Environment.MachineName, null, "NodeLost"), (tasks[5].Text("node"), tasks[5].Text("pid"), tasks[5].Text("error_type")));
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task ANodeThatDiesOrFreezesLosesItsTasksToOthersAndEveryTaskHasOneVerdict()
    {
        const int Tasks = 2000;
        const int Continue = 18;
        // Warm, so that both nodes have tasks from the start.
        var request = Request("crashing", "sleep:4") with { IsWarm = true, Times = Tasks, Executors = ["cluster"], ExecutorSettings = [ExecutorSetting.Parse($"cluster.silence={Pace.Milliseconds(1_000)}")] };
        var tasks = await MeasureAsync(request, async session =>
        {
            await PoolHarness.UntilAsync(() => session.Progress.ClaimedTasks > Tasks / 10 && NodesOfThisProcess().Count == 2);
            var (killed, frozen) = NodesOfThisProcess() is [var first, var second] ? (first, second) : throw new InvalidOperationException("There are not two nodes.");
            Assert.Equal(0, LibC.kill(killed, LibC.SIGKILL));
            await PoolHarness.UntilAsync(() => Requeued() > 0);
            var before = Requeued();
            Assert.Equal(0, LibC.kill(frozen, LibC.SIGSTOP));
            await PoolHarness.UntilAsync(() => Requeued() > before);
            // It is welcome back, and what it has run meanwhile comes too late.
            Assert.Equal(0, LibC.kill(frozen, Continue));

            long Requeued() => session.Outcome.Nodes!.CountOf(NodeEvent.TaskRequeued);
        });

        Assert.Equal(Tasks, tasks.Count);
        Assert.All(tasks, task => Assert.Equal("ok", task.Text("status")));
        Assert.Empty(NodesOfThisProcess());
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task AWorkloadThatNodesCannotStartFailsTheRunWithItsSentence()
    {
        await MeasureAsync(Request("unconstructible", "1") with { Executors = ["cluster"], Workers = [new WorkerSpec(1)] });
        Assert.Contains("not made for workers", RunsReader.Read(folder["runs.csv"]).Lines.Single().Text("error"), StringComparison.Ordinal);
    }

    private static List<int> NodesOfThisProcess() =>
    [
        .. from status in Directory.EnumerateDirectories("/proc").Where(process => Path.GetFileName(process).All(char.IsAsciiDigit))
           let words = Words(status)
           where words.Contains(NodeProcess.Argument) && ParentOf(status) == Environment.ProcessId
           select int.Parse(Path.GetFileName(status), CultureInfo.InvariantCulture),
    ];

    private static string[] Words(string process) => Read($"{process}/cmdline").Split('\0');

    internal static int ParentOf(string process) => Read($"{process}/stat") is { Length: > 0 } stat ? int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture) : 0;

    internal static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private async Task<IReadOnlyList<CsvLine>> MeasureAsync(SessionRequest request, Func<Session, Task>? meanwhile = null)
    {
        using (var session = new Session(request, TestPlugin.Catalog("Crashing", "FailingInWorkers", "Numbered"), Tool.Measurement.Machine.Read()))
        {
            session.OpenOutputs();
            var measured = Task.Run(() => session.MeasureAsync(CancellationToken.None));
            var disturbed = meanwhile?.Invoke(session) ?? Task.CompletedTask;
            // The one that fails first says why.
            await await Task.WhenAny(disturbed, measured).WaitAsync(PoolHarness.Limit);
            await measured.WaitAsync(PoolHarness.Limit);
            await disturbed.WaitAsync(Pace.Of(TimeSpan.FromSeconds(30)));
        }
        return CsvTable.Read(folder["tasks.csv"], ["run"]).Lines;
    }

    private SessionRequest Request(string workload, string inputs) => new()
    {
        Workload = workload,
        Inputs = [inputs],
        Workers = [new WorkerSpec(2)],
        Rounds = new RoundsSpec(1),
        Outputs = new Outputs(folder["runs.csv"], folder["tasks.csv"], Excel: false) { Json = folder["session.json"], Trace = folder["trace.json"] },
    };
}
