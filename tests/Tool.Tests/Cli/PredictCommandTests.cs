using System.Text.Json;
using Partime.Tool.Cli;
using Partime.Tool.Tests.Reporting;

namespace Partime.Tool.Tests.Cli;

public sealed class PredictCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task TheFilesHaveARowPerNumberOfWorkersAndSchedule()
    {
        // Six tasks of half a second.
        File.WriteAllText(folder["tasks.csv"], CsvOutput.Tasks(CsvOutput.Session(), MadeRun.Of("1", "2", "3", "4", "5", "6") with { Executor = "serial" }));
        string[] arguments = ["predict", folder["tasks.csv"], "-w", "4,1,2", "--chunk-size", "3", "--csv", folder["p.csv"], "--json", folder["p.json"]];
        Assert.Equal(ExitCode.Ok, await CommandLine.Parse(arguments)(CancellationToken.None));

        var rows = Rfc4180.Rows(File.ReadAllText(folder["p.csv"]));
        Assert.Equal(
            [
                "static 1  3", "dynamic 1 1 3", "dynamic 1 3 3", "guided 1  3", "longest-first 1  3",
                "static 2  1.5", "dynamic 2 1 1.5", "dynamic 2 3 1.5", "guided 2  1.5", "longest-first 2  1.5",
                "static 4  1", "dynamic 4 1 1", "dynamic 4 3 1.5", "guided 4  1", "longest-first 4  1",
            ],
            rows.Select(row => $"{row["schedule"]} {row["workers"]} {row["chunk_size"]} {row["predicted_s"]}"));
        using var document = JsonDocument.Parse(File.ReadAllText(folder["p.json"]));
        Assert.Equal((3.0, 6), (document.RootElement.GetProperty("work_s").GetDouble(), document.RootElement.GetProperty("tasks").GetInt32()));
        Assert.Equal(rows.Count, document.RootElement.GetProperty("predictions").GetArrayLength());
    }
}
