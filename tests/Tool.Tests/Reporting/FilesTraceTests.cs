using System.Text.RegularExpressions;
using Partime.Tool.Analysis;
using Partime.Tool.Cli;
using Partime.Tool.Files;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;
using Partime.Tool.Reporting;

namespace Partime.Tool.Tests.Reporting;

public sealed partial class FilesTraceTests : IDisposable
{
    private static readonly MadeRun Warm = MadeRun.Of("1", "2") with { Phase = Phase.Warmup };

    private static readonly MadeRun Parallel = new()
    {
        Executor = "threads",
        Workers = 2,
        Number = 4,
        Round = 3,
        Error = "the pool's end is missing",
        Noise = new RunNoise { GcPauseSeconds = 0.0125 },
        Tasks = [new MadeTask("https://me:secret@example.org/?a=b", WorkResult.Of("1")), new MadeTask("broken") { Worker = 1 }, new MadeTask("never") { NeverStarted = true }],
    };

    private readonly TemporaryFolder folder = new();
    private readonly SessionInfo session = CsvOutput.Session() with { Configurations = [new Configuration("serial", 1, 1), new Configuration("threads", 2, 1)] };

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task TheTraceOfTheFilesIsTheTraceOfTheRun()
    {
        using (var live = new TraceFile(folder["live.json"], session))
        {
            live.Prepare();
            live.Commit();
            live.Write(Warm.Record());
            live.Write(Parallel.Record());
        }
        Write("runs.csv", "tasks.csv", session, Warm, Parallel);
        await ReportAsync("runs.csv", "tasks.csv");
        var (expected, events) = (Sorted("live.json"), Sorted("trace.json"));
        Assert.Equal(expected.Select(Described), events.Select(Described));
        Assert.Equal(expected.Where(IsTask).Select(entry => entry.Arguments.GetRawText()), events.Where(IsTask).Select(entry => entry.Arguments.GetRawText()));
        Assert.Equal(4, events.Count(IsTask));
        Assert.Equal("""{"workers":2,"chunk_size":"1","status":"error","error":"the pool's end is missing","gc_pause_s":0.0125}""", events.First(entry => entry is { Phase: "B", Process: 4 } && entry.Name.Contains("round", StringComparison.Ordinal)).Arguments.GetRawText());
    }

    [Fact]
    public async Task ThePageOfTheFilesNamesWhatFailedWithItsRound()
    {
        Write("runs.csv", "tasks.csv", session, Parallel with { Number = 2, Phase = Phase.Warmup, Round = 1 }, Parallel with { Number = 3, Round = 2, Error = null }, Parallel);
        await CommandLine.Parse(["report", folder["runs.csv"], folder["tasks.csv"], "--html", folder["page.html"]])(CancellationToken.None);
        var page = File.ReadAllText(folder["page.html"]);
        Assert.Equal(["threads × 2 2 1 broken", "threads × 2 3 1 broken", "threads × 2 warm-up – ", "threads × 2 3 – "], FailureRow().Matches(page).Select(row => $"{row.Groups["name"]} {row.Groups["round"]} {row.Groups["failed"]} {row.Groups["input"]}"));
        Assert.Contains("the pool&#39;s end is missing", page, StringComparison.Ordinal);
    }

    [GeneratedRegex("<th scope=\"row\"[^>]*>(?<name>[^<]*)</th><td[^>]*>(?<round>[^<]*)</td><td[^>]*>(?<failed>[^<]*)</td><td[^>]*>3 tasks</td><td[^>]*>[^<]*</td><td[^>]*>(?<input>[^<]*)</td>")]
    private static partial Regex FailureRow();

    [Fact]
    public async Task OfSeveralSessionsEachRunHasANumberOfItsOwnAndItsSessionInItsName()
    {
        Write("runs.csv", "tasks.csv", session, Warm, Parallel);
        Write("more.csv", "more-tasks.csv", session with { Id = "later" }, Parallel with { Number = 1 });
        await ReportAsync("runs.csv", "more-tasks.csv", "more.csv", "tasks.csv");
        var events = Sorted("trace.json");
        Assert.Equal(
            [(1, $"serial, warm-up 1 of {session.Id}"), (4, $"threads × 2, round 3 of {session.Id}"), (5, "threads × 2, round 3 of later")],
            events.Where(entry => entry.Name == "process_name").Select(entry => (entry.Process, entry.Arguments.GetProperty("name").GetString()!)));
        Assert.Equal([1, 1, 4, 4, 5, 5], events.Where(IsTask).Select(entry => entry.Process).Order());
    }

    [Fact]
    public async Task WithoutTasksOfItsRunsThereIsNoTraceAndTheFileStays()
    {
        File.WriteAllText(folder["trace.json"], "old");
        Write("runs.csv", "tasks.csv", session with { Id = "other" }, Parallel);
        Write("runs.csv", "unused.csv", session, Parallel);
        Assert.Contains("none of the files has any", (await Assert.ThrowsAsync<PartimeException>(() => ReportAsync("runs.csv"))).Message, StringComparison.Ordinal);
        Assert.Contains("no task of these runs", (await Assert.ThrowsAsync<PartimeException>(() => ReportAsync("runs.csv", "tasks.csv"))).Message, StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(folder["trace.json"]));
    }

    [Fact]
    public void RowsThatCannotBeAreLeftOutAndAnIncompleteLastOneIsNamed()
    {
        File.WriteAllText(folder["tasks.csv"], $"session,run,task,worker,started_s,ended_s,status,input\n{session.Id},4,0,9,0,1,ok,no such worker\n{session.Id},4,1,0,2,1,ok,ends first\n{session.Id},4,2,,,,ok,never\n{session.Id},4,3,0,0.25,1,ok,whole\n{session.Id},4,");
        var run = Parallel.Observation() with { Session = session.Id };
        using var output = OutputFile.Open(folder["trace.json"]);
        var remarks = new FilesTrace([new RunsFile("runs.csv", [], [session], [run], [], null)], [folder["tasks.csv"]]).WriteTo(output);
        Assert.StartsWith($"{folder["tasks.csv"]}: the incomplete last line, line 6, is ignored", Assert.Single(remarks), StringComparison.Ordinal);
        Assert.Equal("whole", Assert.Single(TraceSchema.EventsOf(CsvOutput.ReadShared(folder["trace.json"])), IsTask).Name);
    }

    [Fact]
    public void OfARunWhosePartsAreNotKnownTheWorkIsAllOfIt()
    {
        File.WriteAllText(folder["tasks.csv"], $"session,run,task,worker,started_s,ended_s,status,input\n{session.Id},4,0,0,0,1,ok,x\n");
        var run = Parallel.Observation() with { Session = session.Id, Times = new TimeParts(2, double.NaN, double.NaN, double.NaN) };
        using (var output = OutputFile.Open(folder["trace.json"]))
            new FilesTrace([new RunsFile("runs.csv", [], [session], [run], [], null)], [folder["tasks.csv"]]).WriteTo(output);
        Assert.Equal(["B threads × 2, round 3 0", "B work 0", "E threads × 2, round 3 2000000", "E work 2000000"], Sorted("trace.json").Where(entry => entry.Phase is "B" or "E").Select(entry => $"{entry.Phase} {entry.Name} {entry.Start:0}"));
    }

    private static bool IsTask(TraceEvent entry) => entry.Category == "task";

    /// <summary>The files know times to the nanosecond, and the board to a tick.</summary>
    private static string Described(TraceEvent entry) => $"{entry.Process}.{entry.Thread} {entry.Phase} {entry.Name} {entry.Start:0.00} {entry.Duration:0.00}";

    private List<TraceEvent> Sorted(string file) => [.. TraceSchema.EventsOf(CsvOutput.ReadShared(folder[file])).OrderBy(Described, StringComparer.Ordinal)];

    private void Write(string runs, string tasks, SessionInfo of, params MadeRun[] made)
    {
        CsvOutput.WriteRuns(folder[runs], of, made);
        File.WriteAllText(folder[tasks], CsvOutput.Tasks(of, made));
    }

    private Task<int> ReportAsync(params string[] files) => CommandLine.Parse(["report", .. files.Select(file => folder[file]), "--trace", folder["trace.json"], "--summary-csv", folder["summary.csv"]])(CancellationToken.None);
}
