using NJsonSchema;
using Partime.Tool.Analysis;
using Partime.Tool.Planning;
using Partime.Tool.Reporting;
using Partime.Tool.Sessions;

namespace Partime.Tool.Tests.Sessions;

/// <summary>A search over variants with real threads and processes.</summary>
public sealed class AdviseVariantsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    /// <summary>Buffers of one megabyte and of two have other sums.</summary>
    private SessionRequest Walks => new()
    {
        Workload = "planted-walk",
        Varied = [new VariedOption("megabytes", ["2", "1"])],
        Inputs = ["1"],
        Times = 4,
        Executors = ["serial", "threads", "process-pool"],
        Workers = [new WorkerSpec(2)],
        Search = new SearchGoal(0.05, TimeSpan.FromMilliseconds(300)),
        Outputs = new Outputs(folder["runs.csv"], null, Excel: false) { Advice = folder["advice.json"], Html = folder["advice.html"], Xlsx = folder["advice.xlsx"] },
    };

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task EachVariantHasALineAndOneIsToBeUsed()
    {
        using var session = await MeasureAsync(Walks);
        var (conclusion, lines) = (session.Conclusion, Lines(session));

        Assert.Equal((0, true), (session.Outcome.ExitCode, session.Outcome.IsComplete));
        Assert.Equal(["megabytes=2", "megabytes=1"], conclusion.Variants.Select(variant => variant.Name));
        var (best, other) = (conclusion.Advice!.Variant, conclusion.Variants.Single(variant => variant.Overall is null).Name);
        Assert.Contains($"{best} under ", lines[0], StringComparison.Ordinal);
        Assert.StartsWith($"For {other}, ", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("Measured in ", lines[^1], StringComparison.Ordinal);
        Assert.Equal(lines, VariantAdviceText.Of(conclusion));

        var rows = RunsReader.Read(folder["runs.csv"]).Lines;
        Assert.Equal(["planted-walk (megabytes=2) serial", "planted-walk (megabytes=1) serial"], rows.Take(2).Select(row => $"{row.Text("variant")} {row.Text("executor")}"));
        Assert.Equal(6, rows.Where(row => row.Text("round") == "1").Select(row => (row.Text("variant"), row.Text("executor"))).Distinct().Count());
        Assert.Empty((await JsonSchema.FromFileAsync(Path.Combine(Repository.Root, "docs", "advice.schema.json"))).Validate(File.ReadAllText(folder["advice.json"])));
        Assert.Contains("What to choose", File.ReadAllText(folder["advice.html"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task VariantsThatDisagreeAreNamed()
    {
        using var session = await MeasureAsync(Walks with { SameResults = true });
        Assert.Equal(ExitCode.ResultsDiffer, session.Outcome.ExitCode);
        Assert.StartsWith("The results differ, see below", Lines(session)[0], StringComparison.Ordinal);
        Assert.Contains("The results differ, see below", File.ReadAllText(folder["advice.html"]), StringComparison.Ordinal);
        Assert.StartsWith("The variants megabytes=2 and megabytes=1 disagree on the results of 4 of 4 tasks: ", Assert.Single(session.Conclusion.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WorkloadsAndNumbersOfTasksAreVariantsToo()
    {
        using var session = await MeasureAsync(Walks with { Workload = "sleep", OtherWorkloads = ["sum-squares"], Inputs = ["0"], Varied = [new VariedOption("tasks", ["2", "1"])], Executors = ["serial", "threads"], Outputs = new Outputs(folder["runs.csv"], null, Excel: false) });
        Assert.Equal(["sleep (tasks=2)", "sleep (tasks=1)", "sum-squares (tasks=2)", "sum-squares (tasks=1)"], session.Conclusion.Variants.Select(variant => variant.Name));
        var lines = Lines(session);
        string[] patterns = ["^(Use|Probably use) (sleep|sum-squares) under ", "^For 1 task, .*(sleep|sum-squares) under ", "^For 1 task with (sleep|sum-squares), ", "^For 2 tasks, ", "^For 2 tasks with (sleep|sum-squares), "];
        Assert.All(patterns.Zip(lines), pair => Assert.Matches(pair.First, pair.Second));
    }

    private static async Task<Session> MeasureAsync(SessionRequest request)
    {
        var session = new Session(request, TestPlugin.Catalog("Planted"), Tool.Measurement.Machine.Read());
        session.OpenOutputs();
        await session.MeasureAsync(CancellationToken.None);
        return session;
    }

    private static string[] Lines(Session session)
    {
        using var text = new StringWriter();
        ResultText.ShowAdvice(Terminal.Of(text, 10_000, isColoured: false), session.Conclusion);
        return text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
