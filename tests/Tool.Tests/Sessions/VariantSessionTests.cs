using Partime.Tool.Analysis;
using Partime.Tool.Planning;
using Partime.Tool.Plugins;
using Partime.Tool.Reporting;
using Partime.Tool.Sessions;

namespace Partime.Tool.Tests.Sessions;

/// <summary>A buffer of one megabyte and one of two, walked through by real threads and processes.</summary>
public sealed class VariantSessionTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string RunsCsv => folder["runs.csv"];

    private SessionRequest Walks => WalksTo(RunsCsv);

    public void Dispose() => folder.Dispose();

    internal static SessionRequest WalksTo(string runsCsv) => new()
    {
        Workload = "planted-walk",
        Varied = [new VariedOption("megabytes", ["2", "1"])],
        Inputs = ["1"],
        Times = 4,
        Executors = ["serial", "threads", "process-pool"],
        Workers = [new WorkerSpec(2)],
        Rounds = new RoundsSpec(3),
        Outputs = new Outputs(runsCsv, null, Excel: false),
    };

    [Fact]
    public async Task ARowOfAVariantThatTheSessionDoesNotHaveIsRefused()
    {
        using (await MeasureAsync(Walks with { Executors = ["serial"] }))
        {
        }
        var lines = File.ReadAllLines(RunsCsv);
        File.WriteAllLines(RunsCsv, [lines[0], lines[1].Replace("planted-walk,planted-walk (megabytes=", "planted-walk,planted-walk (megabytes=3", StringComparison.Ordinal)]);
        Assert.Contains("is not one of planted-walk (megabytes=2), planted-walk (megabytes=1)", Assert.Throws<PartimeException>(() => RunsReader.Read(RunsCsv)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnInterruptedSessionContinuesWithTheVariantsThatItLacks()
    {
        var walks = Walks with { Executors = ["serial", "threads", "async"] };
        using (await MeasureAsync(walks))
        {
        }
        var lines = File.ReadAllLines(RunsCsv);
        // Also with rows of one variant only.
        foreach (var kept in new[] { 1, 8 })
        {
            File.WriteAllText(RunsCsv, string.Concat(lines.Take(1 + kept).Select(line => line + "\n")));
            using var continued = await MeasureAsync(walks with { Resume = RunsCsv });
            Assert.Equal((0, true, 18), (continued.Outcome.ExitCode, continued.Outcome.IsComplete, continued.Outcome.FinishedCount));
            var after = File.ReadAllLines(RunsCsv);
            Assert.Equal(lines.Take(1 + kept), after.Take(1 + kept));
            Assert.Equal(lines.Skip(1).Select(PlaceOf), after.Skip(1).Select(PlaceOf));
            Assert.Equal(3, VariantComparison.Of(continued.Conclusion.Summaries, continued.Conclusion.Runs, EquivalenceBand.Default).Count);
        }

        // Workload, variant, executor, workers, chunk size, tasks, phase and round.
        static string PlaceOf(string line) => string.Join(',', line.Split(',').Take(8));
    }

    [Fact]
    public async Task AnotherSessionThanTheOneOfTheFileIsNotContinued()
    {
        var walks = Walks with { Executors = ["serial"] };
        using (await MeasureAsync(walks))
        {
        }
        Assert.Contains("variants: only there planted-walk (megabytes=2); planted-walk (megabytes=1)", Refusal(walks with { Varied = [], Settings = [new Setting("megabytes", "1")], Resume = RunsCsv }), StringComparison.Ordinal);
        Assert.Contains("variants: only there planted-walk (megabytes=1), only here planted-walk (megabytes=3)", Refusal(walks with { Varied = [VariedOption.Parse("megabytes=2,3")], Resume = RunsCsv }), StringComparison.Ordinal);
        Assert.Contains("variants: the same in another order", Refusal(walks with { Varied = [VariedOption.Parse("megabytes=1,2")], Resume = RunsCsv }), StringComparison.Ordinal);
    }

    [Fact]
    public void ABaselineThatIsNotThereIsRefusedWhenTheSessionOpens() =>
        Assert.StartsWith("There is no baseline 'megabytes=3' here. Choose first, serial, threads × 2, process-pool × 2, a variant ('megabytes=2', 'megabytes=1')", Refusal(Walks with { Baseline = "megabytes=3" }), StringComparison.Ordinal);

    [Fact]
    public async Task AChosenBaselineIsTheSameInTheFile()
    {
        const string Chosen = "megabytes=1 under threads x 2";
        using var session = await MeasureAsync(Walks with { Baseline = Chosen });
        var runs = RunsReader.Read(RunsCsv).AsNamed.ToList();
        var summaries = Summary.Of(runs, EquivalenceBand.Default, order: null, BaselineNames.Find(Chosen, Arm.AllOf(runs)));
        Assert.Equal("megabytes=1 under threads × 2", summaries[0].Compared!.Baseline.Name);
        Assert.Equal(session.Conclusion.Summaries.Select(summary => Math.Round(summary.Compared!.SpeedUp!.Value, 6)), summaries.Select(summary => Math.Round(summary.Compared!.SpeedUp!.Value, 6)));
    }

    [Fact]
    public void SeveralWorkloadsAreVariantsWithTheOptionsThatTheyHave()
    {
        using var session = Open(Walks with { OtherWorkloads = ["planted-compute"] });
        Assert.Equal(["planted-walk (megabytes=2)", "planted-walk (megabytes=1)", "planted-compute"], session.Info.Others.Prepend(session.Info).Select(variant => variant.Variant));
        Assert.Equal(9, session.Plan.Configurations.Count);
        Assert.Equal("threads × 2 of planted-walk (megabytes=1)", session.Outcome.Names.Of(session.Plan.Configurations[4]));
    }

    /// <summary>Each is loaded from its own folder, in this process and in worker processes.</summary>
    [Fact]
    public async Task TwoBuildsOfAPluginAreVariants()
    {
        foreach (var build in new[] { "old", "new" })
        {
            Directory.CreateDirectory(folder[build]);
            foreach (var file in Directory.GetFiles(TestPlugin.Path("Planted")))
                File.Copy(file, Path.Combine(folder[build], Path.GetFileName(file)));
        }
        var catalog = PluginCatalog.Open([$"old={folder["old"]}", $"new={folder["new"]}"], null);
        Assert.Contains(catalog.Workloads, workload => workload.Name == "new:planted-walk");
        Assert.DoesNotContain(catalog.Workloads, workload => workload.Name == "planted-walk");

        using var session = new Session(Walks with { Workload = "old:planted-walk", OtherWorkloads = ["new:planted-walk"], Varied = [], Settings = [new Setting("megabytes", "1")] }, catalog, Tool.Measurement.Machine.Read());
        session.OpenOutputs();
        await session.MeasureAsync(CancellationToken.None);

        Assert.Equal((0, 18), (session.Outcome.ExitCode, session.Outcome.RunCount));
        Assert.Equal(["old:planted-walk", "new:planted-walk"], session.Conclusion.Summaries.Select(summary => summary.Scenario.Workload).Distinct());
        Assert.Equal(3, VariantComparison.Of(session.Conclusion.Summaries, session.Conclusion.Runs, EquivalenceBand.Default).Count);
    }

    [Theory]
    [InlineData("planted-compute", "no option 'megabytes'")]
    [InlineData("planted-walk planted-walk", "Two variants are 'planted-walk (megabytes=2)': leave one of them out.")]
    public void WhatIsNoVariantIsRefused(string workloads, string message)
    {
        var names = workloads.Split(' ');
        Assert.Contains(message, Refusal(Walks with { Workload = names[0], OtherWorkloads = names[1..] }), StringComparison.Ordinal);
    }

    [Fact]
    public void AnOptionIsEitherVariedOrSet()
    {
        Assert.Contains("is varied and set", Refusal(Walks with { Settings = [new Setting("megabytes", "4")] }), StringComparison.Ordinal);
        Assert.Contains("is varied twice", Refusal(Walks with { Varied = [.. Walks.Varied, .. Walks.Varied] }), StringComparison.Ordinal);
    }

    [Fact]
    public void RowsOfTasksHaveTheMetricsOfOneWorkload() => Assert.StartsWith(
        "The rows of tasks have a column per metric, and planted-walk and sleep have different metrics",
        Refusal(Walks with { OtherWorkloads = ["sleep"], Outputs = Walks.Outputs with { TasksCsv = folder["tasks.csv"] } }), StringComparison.Ordinal);

    [Fact]
    public void ColumnsThatDoNotTellVariantsApartAreRefused() => Assert.Contains("add 'variant'",
        Assert.Throws<PartimeException>(() => Open(Walks with { Outputs = Walks.Outputs with { Columns = ["executor", "wall_s"] } }).OpenOutputs()).Message, StringComparison.Ordinal);

    private static string Refusal(SessionRequest request) => Assert.ThrowsAny<PartimeException>(() => Open(request)).Message;

    private static Session Open(SessionRequest request) => new(request, TestPlugin.Catalog("Planted"), Tool.Measurement.Machine.Read());

    internal static async Task<Session> MeasureAsync(SessionRequest request)
    {
        var session = Open(request);
        session.OpenOutputs();
        await session.MeasureAsync(CancellationToken.None);
        session.Dispose();
        return session;
    }
}
