using Partime.Tool.Plugins;
using Partime.Tool.Reporting;
using Partime.Tool.Sessions;

namespace Partime.Tool.Tests.Sessions;

/// <summary>One workload that fails, beside one that does not.</summary>
public sealed class FailingVariantTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>It fails in every task, so there is nothing to compare with.</summary>
    [Fact]
    public async Task WhereNothingCanBeComparedASentenceSaysSo()
    {
        using var session = Open("failing", "Failing", "serial");
        await session.MeasureAsync(CancellationToken.None);
        Assert.Contains("No variants are compared: no two of them ran all of their tasks in the same round.", session.Conclusion.Problems);
        Assert.Null(VariantsText.Of(session.Conclusion.Summaries, session.Conclusion.Runs, session.Conclusion.Band));
    }

    /// <summary>Its runs would have been compared.</summary>
    [Fact]
    public async Task ASessionThatWasStoppedDoesNotSayThatNothingCanBeCompared()
    {
        using var session = Open("failing", "Failing", "serial");
        await session.MeasureAsync(new CancellationToken(canceled: true));
        Assert.Empty(session.Conclusion.Problems);
    }

    [Fact]
    public async Task AStartThatFailsNamesItsVariant()
    {
        using var session = Open("unstartable", "FailingInWorkers", "process-pool");
        var failure = await Assert.ThrowsAsync<PartimeException>(() => session.MeasureAsync(CancellationToken.None));
        Assert.StartsWith("unstartable: The workload could not start in another process", failure.Message, StringComparison.Ordinal);
        Assert.Contains("at Partime.TestPlugins.UnstartableWorkload.StartAsync", failure.Stack, StringComparison.Ordinal);
    }

    private Session Open(string workload, string plugin, string executor)
    {
        var request = new SessionRequest
        {
            Workload = workload,
            OtherWorkloads = ["planted-walk"],
            Settings = [new Setting("megabytes", "1")],
            Inputs = ["3"],
            Executors = [executor],
            Rounds = new Tool.Planning.RoundsSpec(3),
            Outputs = new Outputs(folder["runs.csv"], null, Excel: false),
        };
        var session = new Session(request, TestPlugin.Catalog("Planted", plugin), Tool.Measurement.Machine.Read());
        session.OpenOutputs();
        return session;
    }
}
