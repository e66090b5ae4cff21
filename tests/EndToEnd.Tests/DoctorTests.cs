using System.Text.Json;

namespace Partime.EndToEnd.Tests;

[Trait("Category", "Slow")]
public sealed class DoctorTests(InstalledTool tool) : IClassFixture<InstalledTool>, IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task TheDoctorShowsTheMachineAndMeasuresEveryExecutor()
    {
        var doctor = (await tool.RunAsync("doctor", "--json", "-")).ShouldExitWith(0);

        Assert.All(["machine", "clock", "sleep", "empty task", "computing"], heading => Assert.Contains($"\n  {heading}", doctor.Error, StringComparison.Ordinal));
        using var document = JsonDocument.Parse(doctor.Output);
        var root = document.RootElement;
        Assert.True(root.GetProperty("complete").GetBoolean());
        Assert.Equal(Environment.MachineName, root.GetProperty("environment").GetProperty("machine").GetString());
        Assert.True(root.GetProperty("clock").GetProperty("step_s").GetDouble() > 0);
        Assert.Equal(4, root.GetProperty("sleep").GetArrayLength());
        string[] executors = ["serial", "threads", "thread-pool", "parallel", "async", .. OperatingSystem.IsLinux() ? ["process", "process-pool", "pool-map"] : (string[])[]];
        Assert.Equal(executors.Order(), root.GetProperty("empty_task").EnumerateArray().Select(cost => cost.GetProperty("executor").GetString()!).Order());
        Assert.All(root.GetProperty("empty_task").EnumerateArray(), cost => Assert.True(cost.GetProperty("task_median_s").GetDouble() > 0));
        var scaling = root.GetProperty("scaling").EnumerateArray().ToList();
        Assert.Equal((1, 1.0), (scaling[0].GetProperty("workers").GetInt32(), scaling[0].GetProperty("speedup_over_one").GetDouble()));
        Assert.Equal(Environment.ProcessorCount, scaling[^1].GetProperty("workers").GetInt32());
    }

    [Needs("kill")]
    public async Task CtrlCKeepsWhatTheDoctorHasFoundOut()
    {
        var line = tool.Line("doctor", "--json", folder["doctor.json"]);
        using var doctor = Command.Start(OperatingSystem.IsLinux()
            ? line with { Program = "env", Arguments = ["--default-signal=INT", line.Program, .. line.Arguments] }
            : line);
        await doctor.UntilAsync(() => doctor.Output.Contains("smallest step seen", StringComparison.Ordinal), "the clock has been measured");

        await doctor.SignalAsync("INT");
        (await doctor.EndAsync()).ShouldExitWith(130);

        using var document = JsonDocument.Parse(File.ReadAllText(folder["doctor.json"]));
        Assert.False(document.RootElement.GetProperty("complete").GetBoolean());
    }
}
