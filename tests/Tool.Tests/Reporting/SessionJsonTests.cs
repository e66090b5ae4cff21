using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Partime.Tool.Analysis;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;
using Partime.Tool.Reporting;

namespace Partime.Tool.Tests.Reporting;

public sealed partial class SessionJsonTests : IDisposable
{
    private static readonly JsonSerializerOptions AsItStands = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly MadeRun Plain = MadeRun.Of("1", "2");

    private readonly TemporaryFolder folder = new();

    private string Path => folder["session.json"];

    [Fact]
    public void TheFileIsAWholeDocumentBeforeTheFirstRunAndAfterEach()
    {
        using var json = new SessionJson(Path, Session(), Details());
        json.Prepare();
        json.Commit();
        Assert.Equal((0, false), Progress());
        for (var number = 1; number <= 3; number++)
        {
            json.Write(CsvOutput.RowOf(Session(), (Plain with { Number = number }).Record()), new Findings(resultsCompare: true));
            Assert.Equal((number, false), Progress());
        }
        json.Conclude([], new Findings(resultsCompare: true), CsvOutput.Conclusion(isComplete: true));
        Assert.Equal((3, true), Progress());

        (int Runs, bool IsComplete) Progress()
        {
            using var document = JsonDocument.Parse(CsvOutput.ReadShared(Path));
            return (document.RootElement.GetProperty("runs").GetArrayLength(), document.RootElement.GetProperty("complete").GetBoolean());
        }
    }

    [Fact]
    public void ALongerFileThatExistsIsReplacedAsAWhole()
    {
        File.WriteAllText(Path, new string('x', 100_000));
        Assert.Equal(1, Written(Session(), Plain).GetProperty("runs").GetArrayLength());
    }

    [Fact]
    public void ARunHasTheSameNamesAndValuesAsInTheRunsCsv()
    {
        var header = Session() with { Parameters = [("cpu-load", "3"), ("token", "***")], Remarks = [new Remark("Look.")] };
        MadeRun[] runs =
        [
            Plain with { Executor = "threads", Workers = 2, ChunkSize = 5, Number = 7, Round = 3, Seconds = (0.1, 1e-9, 1234567.125) },
            MadeRun.Of("1", null) with { Phase = Phase.Warmup, ChunkSize = ChunkSize.Auto, Error = "IOException: \"gone\",\nand left" },
            new MadeRun { Tasks = [] },
        ];
        var rows = Rfc4180.Rows(CsvOutput.Runs(header, runs));
        var objects = Written(header, runs).GetProperty("runs").EnumerateArray().ToArray();

        Assert.Equal(rows.Count, objects.Length);
        foreach (var (row, run) in rows.Zip(objects))
        {
            Assert.Equal(row.Keys, run.EnumerateObject().Select(property => property.Name));
            Assert.All(row, field => Assert.Equal(field.Value, Text(run.GetProperty(field.Key))));
        }
    }

    [Fact]
    public void TheHeadSaysWhatIsToBeRunAndHow()
    {
        var root = Written(Session() with { Parameters = [("token", "***")], IsWarm = true, Isolated = ["serial"] }, Plain);

        Assert.Equal(2, root.GetProperty("schema").GetInt32());
        Assert.Equal("20261123T210506Z-ab12", root.GetProperty("session").GetString());
        Assert.Equal("2026-11-23T21:05:06.000789Z", root.GetProperty("started_utc").GetString());
        Assert.Equal("9.8.7", root.GetProperty("tool").GetProperty("version").GetString());
        Assert.Equal(["run", "moons", "--set", "token=***"], root.GetProperty("tool").GetProperty("command_line").EnumerateArray().Select(word => word.GetString()!));
        Assert.Equal(Environment.Version.ToString(), root.GetProperty("environment").GetProperty("dotnet").GetString());
        Assert.Equal(
            """{"workload":"moons","parameters":{"token":"***"},"metrics":[],"inputs":20,"times":3,"warmup":1,"rounds":2,"precision":null,"budget_s":null,"seed":5,"pool":"warm","warm_tasks":0,"scale":"strong","isolate":true,"timeout_s":1.5,"retries":2,"fail_fast":true,"max_tasks_per_worker":9}""",
            Compact(root.GetProperty("settings")));
        Assert.Equal(
            """{"tasks":60,"runs":3,"configurations":[{"executor":"serial","workers":1,"chunk_size":7,"tasks":60}]}""",
            Compact(root.GetProperty("plan")));
    }

    [Fact]
    public void EveryNameOfARunAndOfASummaryIsExplainedInPlainText()
    {
        var session = Session() with { Parameters = [("cpu-load", "3")] };
        var root = Written(session, Plain);
        var columns = root.GetProperty("columns");

        Assert.Equal(root.GetProperty("runs")[0].EnumerateObject().Select(property => property.Name), columns.GetProperty("runs").EnumerateObject().Select(property => property.Name));
        Assert.Equal(SummaryColumns.For([session]).Names(), columns.GetProperty("summary").EnumerateObject().Select(property => property.Name));
        Assert.Equal("the seed of the random order of every round; see statistics.md", columns.GetProperty("runs").GetProperty("session_seed").GetString());
        Assert.All(columns.EnumerateObject().SelectMany(rows => rows.Value.EnumerateObject()), meaning => Assert.Matches("^[^`]+$", meaning.Value.GetString()));
    }

    [Fact]
    public void APluginIsDescribedWithTheHashesOfItsFiles()
    {
        var plugin = new PluginDetails("Moon", "named", "/moons/Moon.dll")
        {
            Version = "1.2.3.4",
            InformationalVersion = "1.2.3+abc",
            Contract = "1.0.0.0",
            TargetFramework = ".NETCoreApp,Version=v10.0",
            IsUnoptimized = true,
            Executors = ["orbit"],
            Remarks = ["Moon is far."],
            Files = [("Moon.dll", "a+b/c=="), ("de/Möön.dll", "d==")],
        };
        Assert.Equal(
            """{"name":"Moon","origin":"named","file":"/moons/Moon.dll","workload":null,"executors":["orbit"],"version":"1.2.3.4","informational_version":"1.2.3+abc","""
            + """ "contract":"1.0.0.0","target_framework":".NETCoreApp,Version=v10.0","built_in_debug":true,"remarks":["Moon is far."],"sha512":{"Moon.dll":"a+b/c==","de/Möön.dll":"d=="}}""".TrimStart(),
            Compact(Written(Session(), Details() with { Plugins = [plugin] }, Plain).GetProperty("plugins")[0]));
    }

    [Fact]
    public void TheFindingsStandBehindTheRuns()
    {
        var header = Session() with { Remarks = [new Remark("Look.", "serial"), new Remark("Look.", "threads")] };
        var findings = Written(header, MadeRun.Of("1", null), MadeRun.Of("2", "2") with { Executor = "threads" }).GetProperty("findings");

        Assert.StartsWith("serial: 1 of 2 tasks has no result", Assert.Single(findings.GetProperty("failures").EnumerateArray()).GetString(), StringComparison.Ordinal);
        Assert.StartsWith("threads and serial disagree", Assert.Single(findings.GetProperty("disagreements").EnumerateArray()).GetString(), StringComparison.Ordinal);
        Assert.Equal("Look.", Assert.Single(findings.GetProperty("remarks").EnumerateArray()).GetString());
    }

    [Fact]
    public void TheLawsOfScalingStandBehindTheSummary()
    {
        var runs = Enumerable.Range(1, 3).SelectMany(round => ((int[])[1, 2, 4]).Select(workers => Plain with { Workers = workers, Round = round, Seconds = (0, 8.0 / workers, 0) }));
        using (var json = new SessionJson(Path, Session(), Details()))
        {
            json.Prepare();
            json.Commit();
            var models = ScalingModel.Of(Arm.AllOf(runs.Select(run => run.Observation())));
            json.Conclude([], new Findings(resultsCompare: true), CsvOutput.Conclusion(isComplete: true) with { Models = models });
        }
        using var document = JsonDocument.Parse(File.ReadAllText(Path));
        var model = Assert.Single(document.RootElement.GetProperty("models").EnumerateArray());
        Assert.Equal(("amdahl", "1, 2, 4", "2: 0; 4: 0"), (model.GetProperty("law").GetString(), model.GetProperty("worker_counts").GetString(), model.GetProperty("karp_flatt").GetString()));
        Assert.Equal(JsonValueKind.Null, model.GetProperty("refusal").ValueKind);
    }

    [Fact]
    public void ForeignTextCannotSpoilTheDocument()
    {
        var error = "\u0000\u001b[31m \ud800 </script> \"\\ × \u2028 😀";
        var run = Written(Session(), Plain with { Error = error }).GetProperty("runs")[0];
        Assert.Equal(error.Replace('\ud800', '\ufffd'), run.GetProperty("error").GetString());
    }

    [Fact]
    public void ThePageDescribesEveryNameOfTheDocumentWithItsUnitAndNothingElse()
    {
        string[] chapters = ["environment", "settings", "plan", "plugins", "columns", "nodes", "findings"];
        var root = Written(Session() with { Others = [Session()] }, Details() with { Nodes = SessionNodesTests.Nodes(), Plugins = [new PluginDetails("Moon", "named", "/moons/Moon.dll") { Version = "1.0" }] }, Plain);
        Assert.Equal(root.EnumerateObject().Select(property => property.Name).Except(["runs", "summary", "models", "tool", .. chapters]).Concat(["tool.version", "tool.command_line"]).Order(), DescribedIn("").Order());
        foreach (var chapter in chapters)
        {
            var described = root.GetProperty(chapter);
            Assert.Equal((described.ValueKind == JsonValueKind.Array ? described[0] : described).EnumerateObject().Select(property => property.Name).Order(), DescribedIn($"`{chapter}`").Order());
        }
    }

    [Fact]
    public void AFullDiskShowsBeforeTheFirstMeasurement()
    {
        if (!File.Exists("/dev/full"))
            return;
        using var json = new SessionJson("/dev/full", Session(), Details());
        Assert.StartsWith("Cannot write to /dev/full: No space left on device", Assert.Throws<PartimeException>(json.Prepare).Message, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private JsonElement Written(SessionInfo session, params MadeRun[] runs) => Written(session, Details(), runs);

    private JsonElement Written(SessionInfo session, SessionDetails details, params MadeRun[] runs)
    {
        var findings = new Findings(resultsCompare: true);
        using (var json = new SessionJson(Path, session, details))
        {
            json.Prepare();
            json.Commit();
            foreach (var run in runs)
            {
                var record = run.Record();
                findings.Add(record);
                json.Write(CsvOutput.RowOf(session, record), findings);
            }
        }
        using var document = JsonDocument.Parse(File.ReadAllText(Path));
        return document.RootElement.Clone();
    }

    private static SessionInfo Session(params string[] metrics) => CsvOutput.Session(metrics) with
    {
        StartedUtc = new DateTimeOffset(2026, 11, 23, 21, 5, 6, TimeSpan.Zero).AddMicroseconds(789),
        Seed = 5,
        Settings = new SessionSettings(new RoundsSpec(2), Warmup: 1, new() { Timeout = TimeSpan.FromSeconds(1.5), Retries = 2, FailFast = true, MaxTasksPerWorker = 9 }),
    };

    private static SessionDetails Details()
    {
        var inputs = new TaskInputs([new InputSegment.Numbers(new IntegerRange(0, 20, 1))], times: 3);
        return new SessionDetails
        {
            ToolVersion = "9.8.7",
            Plan = Plan.Create(inputs, [new PlannedExecutor("serial", 1)], [], [ChunkSpec.Parse("7")], warmup: 1, new RoundsSpec(2)) with { Seed = 5 },
            Machine = Machine.Read(),
            CommandLine = ["run", "moons", "--set", "token=***"],
        };
    }

    /// <summary>The names in the tables of a chapter of the page, after a look at their units.</summary>
    private static List<string> DescribedIn(string chapter)
    {
        var names = new List<string>();
        foreach (var line in Pages.Chapter("json.md", chapter).SkipWhile(line => !line.StartsWith("| name |", StringComparison.Ordinal)).Skip(2).TakeWhile(line => line.StartsWith('|')))
        {
            var cells = line.Split('|', StringSplitOptions.TrimEntries)[1..^1];
            foreach (Match match in Name().Matches(cells[0]))
            {
                names.Add(match.Groups["name"].Value);
                Assert.Equal((names[^1], new Column<int>(names[^1], row => row, "").Unit), (names[^1], cells.Length == 3 ? cells[1] : ""));
            }
        }
        return names;
    }

    private static string Compact(JsonElement element) => JsonSerializer.Serialize(element, AsItStands);

    /// <summary>As the CSV has it.</summary>
    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => "",
        JsonValueKind.Number => value.TryGetInt64(out var whole) ? whole.ToString(CultureInfo.InvariantCulture) : value.GetDouble().ToString("R", CultureInfo.InvariantCulture),
        _ => value.GetString()!,
    };

    [GeneratedRegex("`(?<name>[a-z0-9_.]+)`")]
    private static partial Regex Name();
}
