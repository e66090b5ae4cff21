using System.Security.Cryptography;
using System.Text.Json;
using Partime.EndToEnd.Tests.Workers;

namespace Partime.EndToEnd.Tests;

public sealed class JsonTests(InstalledTool tool) : IClassFixture<InstalledTool>, IDisposable
{
    /// <summary>Reads both with the libraries of another language, and says what differs.</summary>
    private const string Compare = """
        import csv, json, sys
        document = json.load(open(sys.argv[1], encoding="utf-8"))
        rows = list(csv.DictReader(open(sys.argv[2], encoding="utf-8")))
        assert document["complete"] and len(rows) == len(document["runs"]) == document["plan"]["runs"], "not all runs"
        for row, run in zip(rows, document["runs"]):
            assert list(row) == list(run), "other names"
            for name, value in run.items():
                text = row[name]
                same = text == "" if value is None else text == value if isinstance(value, str) else float(text) == value
                assert same, f"{name}: {text} {value}"
        print(len(rows), "the same")
        """;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>The code of the page where pandas is installed; elsewhere the same without it.</summary>
    [Needs("python3")]
    public async Task ThePivotTableOfThePageHasTheSpeedUpsOfTheSummary()
    {
        const string Program = """
            import csv, statistics, sys
            def rows(file): return list(csv.DictReader(open(file, encoding="utf-8")))
            try:
                scope = {}
                exec(sys.argv[1], scope)
                speedups = {(executor, str(workers)): value for workers, column in scope["pivot"].items() for executor, value in column.dropna().items()}
            except ModuleNotFoundError:
                runs = [row for row in rows("runs.csv") if row["phase"] == "measure"]
                serial = {(row["session"], row["round"]): float(row["wall_s"]) for row in runs if row["executor"] == "serial"}
                speedups = {}
                for row in runs:
                    speedups.setdefault((row["executor"], row["workers"]), []).append(serial[row["session"], row["round"]] / float(row["wall_s"]))
                speedups = {key: statistics.median(values) for key, values in speedups.items()}
            summary = {(row["executor"], row["workers"]): float(row["speedup"]) for row in rows("summary.csv")}
            assert speedups.keys() == summary.keys(), f"{speedups} {summary}"
            assert all(abs(speedups[key] / summary[key] - 1) < 1e-9 for key in summary), f"{speedups} {summary}"
            print(len(summary), "the same", file=sys.stderr)
            """;
        (await tool.RunAsync("run", "sleep", "-i", "0.01", "-e", "serial,threads", "-w", "1,2", "--rounds", "3", "--warmup", "1", "-q", "--csv", folder["runs.csv"], "--summary-csv", folder["summary.csv"])).ShouldExitWith(0);
        var code = Markdown.CodeBlock(Repository.PathOf("docs/csv.md"), "python");
        var checkedOnes = (await Command.RunAsync(tool.Program("python3", "-c", Program, code) with { Folder = folder.Path })).ShouldExitWith(0);
        Assert.Equal("3 the same\n", checkedOnes.Error);
    }

    [Needs("python3")]
    public async Task AnotherLanguageReadsTheSameRunsInTheJsonAndInTheCsv()
    {
        (await tool.RunAsync("run", "sum-squares", "-i", "0..40", "-e", "serial,threads,process-pool", "-w", "2", "--rounds", "2", "--chunk-size", "auto",
            "--json", folder["session.json"], "--csv", folder["runs.csv"])).ShouldExitWith(0);
        var compared = (await Command.RunAsync(tool.Program("python3", "-c", Compare, folder["session.json"], folder["runs.csv"]))).ShouldExitWith(0);
        Assert.Equal("6 the same\n", compared.Output);
    }

    [Fact]
    public async Task TheHashesOfWhatRanAreThoseOfTheFiles()
    {
        var run = (await tool.RunAsync("run", "greeting", "--plugin", Repository.TestPlugin("WithPrivateDependency"), "-e", "serial", "--json", "-")).ShouldExitWith(0);
        using var document = JsonDocument.Parse(run.Output);

        var plugins = document.RootElement.GetProperty("plugins").EnumerateArray().ToDictionary(plugin => plugin.GetProperty("name").GetString()!);
        Assert.Equal(["partime", "WithPrivateDependency"], plugins.Keys);
        Assert.All(plugins.Values, plugin =>
        {
            var home = Path.GetDirectoryName(plugin.GetProperty("file").GetString())!;
            var files = plugin.GetProperty("sha512").EnumerateObject().ToList();
            Assert.Equal(
                Directory.GetFiles(home, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(home, file)).Order(StringComparer.Ordinal),
                files.Select(file => file.Name));
            Assert.All(files, file => Assert.Equal(Convert.ToBase64String(SHA512.HashData(File.ReadAllBytes(Path.Combine(home, file.Name)))), file.Value.GetString()));
        });
        Assert.Equal(("tool", "named"), (plugins["partime"].GetProperty("origin").GetString(), plugins["WithPrivateDependency"].GetProperty("origin").GetString()));
        Assert.Contains("serial", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ASecretIsHidden()
    {
        (await tool.RunAsync("run", "options", "--plugin", Repository.TestPlugin("Options"), "-i", "0", "-e", "serial", "--set", "token=moonlight", "--json", folder["session.json"])).ShouldExitWith(0);
        var text = File.ReadAllText(folder["session.json"]);
        Assert.DoesNotContain("moonlight", text, StringComparison.Ordinal);
        using var document = JsonDocument.Parse(text);
        Assert.Equal("***", document.RootElement.GetProperty("settings").GetProperty("parameters").GetProperty("token").GetString());
    }

    [Needs("kill")]
    public async Task AKilledSessionLeavesAWholeDocumentWithWhatItHad()
    {
        using var session = Command.Start(tool.Line(
            "run", "patient", "-i", folder["begun"], "-e", "serial", "--rounds", "3", "--plugin", Repository.TestPlugin("Stubborn"), "--json", folder["session.json"]));
        await session.UntilAsync(() => File.Exists(folder["begun"]), "the second run has begun");
        await session.SignalAsync("KILL");
        (await session.EndAsync()).ShouldExitWith(137);

        Assert.Equal((1, false), Progress(File.ReadAllText(folder["session.json"])));
    }

    [NeedsRoot("unshare", "--mount")]
    [InlineData("256k")]
    public async Task AFullDiskLeavesAWholeDocumentWithTheRunsThatFitted(string size)
    {
        var script = $"""
            mount -t tmpfs -o size={size} tmpfs {folder.Path} && cd {folder.Path}
            dotnet-partime run sleep -i 0 -e serial,threads -w 1 --rounds 1000 -q --json s.json; code=$?
            cat s.json; exit $code
            """;
        var run = (await Command.RunAsync(tool.Program("unshare", "--mount", "bash", "-c", script))).ShouldExitWith(1);

        Assert.Contains("Cannot write to ", run.Error, StringComparison.Ordinal);
        var (runs, isComplete) = Progress(run.Output);
        Assert.InRange(runs, 10, 1999);
        Assert.False(isComplete);
    }

    [Fact]
    public async Task WhateverTheDocumentIsWrittenToTheSessionsOwnWordsStayOutOfIt()
    {
        var run = (await tool.RunAsync("run", "talkative", "-i", "0..3", "--plugin", Repository.TestPlugin("Talkative"), "-e", "serial", "--json", "-")).ShouldExitWith(0);
        Assert.Equal((1, true), Progress(run.Output));
    }

    private static (int Runs, bool IsComplete) Progress(string text)
    {
        using var document = JsonDocument.Parse(text);
        return (document.RootElement.GetProperty("runs").GetArrayLength(), document.RootElement.GetProperty("complete").GetBoolean());
    }
}
