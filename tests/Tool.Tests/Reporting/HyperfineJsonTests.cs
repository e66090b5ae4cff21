using System.Text.Json;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;
using Partime.Tool.Reporting;

namespace Partime.Tool.Tests.Reporting;

public sealed class HyperfineJsonTests : IDisposable
{
    private static readonly Configuration Serial = new("serial", 1, 1);
    private static readonly Configuration Threads = new("threads", 2, 1);
    private static readonly MadeRun Plain = MadeRun.Of("1", "2") with { Seconds = (0, 1, 0) };

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void AConfigurationIsAResultWithTheFieldsOfHyperfine()
    {
        var results = Written(Plain, Plain with { Executor = "threads", Workers = 2 }, Plain with { Seconds = (0, 3, 0) });

        Assert.Equal(["moons, serial", "moons, threads × 2"], results.Select(result => result.GetProperty("command").GetString()));
        Assert.Equal(
            ["command", "mean", "stddev", "median", "user", "system", "min", "max", "times", "exit_codes", "parameters"],
            results[0].EnumerateObject().Select(field => field.Name));
        Assert.Equal((2, Math.Sqrt(2), 2, 1.5, 0.125, 1, 3), (Number("mean"), Number("stddev"), Number("median"), Number("user"), Number("system"), Number("min"), Number("max")));
        Assert.Equal("[1,3]", Compact("times"));
        Assert.Equal("[0,0]", Compact("exit_codes"));
        Assert.Equal("""{"workers":"1"}""", Compact("parameters"));

        double Number(string name) => results[0].GetProperty(name).GetDouble();
        string Compact(string name) => JsonSerializer.Serialize(results[0].GetProperty(name));
    }

    [Fact]
    public void TheDeviationOfOneRoundIsNull() => Assert.Equal(JsonValueKind.Null, Assert.Single(Written(Plain)).GetProperty("stddev").ValueKind);

    [Fact]
    public void OnlyCompleteRoundsCountAndOneWithFailedTasksHasItsExitCode()
    {
        var result = Assert.Single(Written(
            Plain with { Phase = Phase.Warmup },
            Plain with { Status = RunStatus.Suspended },
            Plain with { Error = "The executor failed." },
            MadeRun.Of("1", null),
            Plain,
            Plain with { Executor = "threads", Workers = 2, Status = RunStatus.Cancelled }));
        Assert.Equal([ExitCode.TasksFailed, ExitCode.Ok], result.GetProperty("exit_codes").EnumerateArray().Select(code => code.GetInt32()));
    }

    private JsonElement[] Written(params MadeRun[] runs)
    {
        using (var json = new HyperfineJson(folder["hyperfine.json"], CsvOutput.Session() with { Configurations = [Serial, Threads] }))
        {
            foreach (var run in runs)
                json.Add(run.Record());
            json.Write();
        }
        return [.. JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(folder["hyperfine.json"])).GetProperty("results").EnumerateArray()];
    }
}
