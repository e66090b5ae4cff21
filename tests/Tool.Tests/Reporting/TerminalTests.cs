using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Partime.Tool.Analysis;
using Partime.Tool.Cli;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;
using Partime.Tool.Plugins;
using Partime.Tool.Reporting;
using Partime.Tool.Sessions;
using Partime.Tool.Tests.Analysis.Advices;
using Partime.Tool.Tests.Measurement;

namespace Partime.Tool.Tests.Reporting;

/// <summary>What every command shows at 40, 80 and 120 columns, in tests/Tool.Tests/Golden; with PARTIME_GOLDEN=write, the files are written anew.</summary>
public sealed partial class TerminalTests
{
    private static readonly int[] Widths = [40, 80, 120];

    /// <summary>Each is shown nine times, and its intervals take longer than that.</summary>
    private static readonly ConcurrentDictionary<(string, MadeMachine), Conclusion> Conclusions = new();

    private static readonly Lazy<Conclusion> WithMetrics = new(MeasureMetrics), OfVariants = new(MeasureVariants);

    private static readonly Lazy<VariantsText?> VariantsShown = new(() => VariantsText.Of(OfVariants.Value.Summaries, OfVariants.Value.Runs, OfVariants.Value.Band));

    private static readonly Dictionary<string, Action<Terminal>> Commands = new()
    {
        ["run"] = terminal => new ResultText(Conclusion(), Vm).Show(terminal),
        ["run-verbose"] = terminal => new ResultText(Conclusion(), Vm).Show(terminal, isDetailed: true),
        ["run-one"] = terminal => new ResultText(Conclusion("serial"), Vm).Show(terminal),
        ["run-metrics"] = terminal => new ResultText(WithMetrics.Value, Vm).Show(terminal),
        ["run-failed"] = terminal => new ResultText(Failed(), Vm).Show(terminal),
        ["report"] = Report,
        ["run-slow"] = terminal => new ResultText(Conclusion("serial,process-pool", machine: new MadeMachine { TaskSeconds = 2e-8, DispatchSeconds = 3e-6 }), Vm).Show(terminal),
        ["run-variants"] = Variants,
        ["dry-run"] = DryRun,
        ["advise"] = terminal => ResultText.ShowAdvice(terminal, Conclusion()),
        ["compare"] = Compare,
        ["predict"] = Predict,
        ["doctor"] = Doctor,
        ["list"] = terminal => ListCommand.Show(Catalog.OpenBundled(), terminal),
        ["describe"] = Describe,
        ["plugin-list"] = terminal => terminal.Write(PluginTable.Of([new PluginRow("WordCount", "1.2.0", "in use", "1.4", "a folder: /home/me/nupkg", new string('a', 88), ["word-count", "line-count"])])),
    };

    private const string Vm = "vm: AMD EPYC, 2 CPUs, KVM, Linux 6.18, .NET 10.0.12, workstation GC";

    public static TheoryData<string> Names => [.. Commands.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void ACommandShowsThis(string command)
    {
        var shown = string.Concat(Widths.Select(width => $"=== {width} columns ===\n{Shown(command, width, isColoured: true).Replace("\e", "␛", StringComparison.Ordinal)}\n"));
        var file = Path.Combine(Repository.Root, "tests", "Tool.Tests", "Golden", $"{command}.txt");
        if (Environment.GetEnvironmentVariable("PARTIME_GOLDEN") == "write")
            File.WriteAllText(file, shown);
        Assert.Equal(File.ReadAllText(file), shown);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void WithoutColourTheTextIsTheSameAndFitsTheTerminal(string command)
    {
        foreach (var width in Widths)
        {
            var plain = Shown(command, width, isColoured: false);
            Assert.DoesNotContain('\e', plain);
            Assert.Equal(plain, Lines(Code().Replace(Shown(command, width, isColoured: true), "")));
            Assert.All(plain.Split('\n'), line => Assert.InRange(line.Length, 0, width));
        }
    }

    /// <summary>Blanks at the end of lines cannot be seen.</summary>
    private static string Shown(string command, int width, bool isColoured)
    {
        using var writer = new StringWriter();
        Commands[command](Terminal.Of(writer, width, isColoured));
        var architecture = $", {RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";
        return Lines(writer.ToString().Replace(architecture, ", x64".PadRight(architecture.Length), StringComparison.Ordinal));
    }

    private static string Lines(string text) => string.Join('\n', text.Split('\n').Select(line => line.TrimEnd()));

    [GeneratedRegex(@"\e\[[0-9;]*m")]
    private static partial Regex Code();

    private static Conclusion Conclusion(string executors = "serial,threads,process-pool", MadeMachine? machine = null)
    {
        return Conclusions.GetOrAdd((executors, machine ?? new MadeMachine { Cpus = 2 }), key =>
        {
            var plan = key.Item2.PlanOf(executors, "1,2,4", "1");
            return Of(key.Item2.Sweep(plan), plan.Configurations);
        });
    }

    private static Conclusion Of(IReadOnlyList<Observation> runs, IReadOnlyList<Configuration>? order = null)
    {
        var summaries = Summary.Of(runs, EquivalenceBand.Default, order);
        return new Conclusion
        {
            Summaries = summaries,
            Runs = runs,
            Models = ScalingModel.Of(Arm.AllOf(runs)),
            Warmup = 1,
            Remarks = [],
            Disturbances = [],
            Problems = [],
            IsComplete = true,
            Advice = Advice.Of(runs, summaries),
        };
    }

    private static Conclusion MeasureMetrics() => Of([.. Conclusion("serial,async").Runs.Select(run => run with
    {
        Metrics =
        [
            new(new("bytes", "B", MetricAggregate.Sum), 2_345_678 * run.Planned.Configuration.Workers),
            new(new("ttfb_s", "s", MetricAggregate.P95), 0.0123 * run.Planned.Configuration.Workers),
            new(new("resends", "", MetricAggregate.Sum), 3),
            new(new("rate", "requests/s", MetricAggregate.Mean), run.Planned.Configuration.Workers == 1 ? null : 1234.5),
            new(new("never", "", MetricAggregate.Mean), null),
        ],
    })]);

    private static Conclusion Failed() => Of([.. ((MadeRun[])[MadeRun.Of("1", "2"), MadeRun.Of("1", null) with { Executor = "threads", Workers = 2 }]).Select(run => run.Observation())]);

    private static void Report(Terminal terminal)
    {
        foreach (var (workload, executors) in new[] { ("moons", "serial,threads"), ("suns", "threads") })
            new ResultText(Of([.. Conclusion(executors).Runs.Select(run => run with { Scenario = run.Scenario with { Workload = workload } })]), Vm).Show(terminal, isOneOfSeveral: true);
    }

    private static Conclusion MeasureVariants() => Of([.. new[] { ("gzip", 0.001), ("zstd", 0.0004) }.SelectMany(codec => Conclusion("serial,threads", machine: new MadeMachine { TaskSeconds = codec.Item2 }).Runs
        .Select(run => run with { Scenario = run.Scenario with { Workload = "compress", Parameters = $"codec={codec.Item1}; level=6" } }))]);

    private static void Variants(Terminal terminal) => ResultText.ShowAll(terminal, ReportChapter.AllOf(OfVariants.Value, Vm), VariantsShown.Value, Verbosity.Normal);

    private static void DryRun(Terminal terminal)
    {
        var machine = new MadeMachine();
        var plan = machine.PlanOf("serial,threads", "2,4", "1");
        var expected = new Dictionary<Configuration, double> { [plan.Configurations[0]] = 2.5 };
        terminal.Write(PlanTable.Of(plan, expected));
        foreach (var sentence in PlanText.Of(plan, expected))
            terminal.WriteLine(sentence);
    }

    private static void Compare(Terminal terminal)
    {
        var session = new SessionInfo { Id = "one", Workload = "made", StartedUtc = DateTimeOffset.UnixEpoch, Machine = Vm };
        var (before, now) = (new MadeMachine { Cpus = 2 }, new MadeMachine { Cpus = 2, TaskSeconds = 1.2 * new MadeMachine().TaskSeconds, CpuGrowth = 1.5 });
        RunsFile FileOf(string name, MadeMachine machine) => new(name, [], [session], machine.Sweep(machine.PlanOf("serial,threads", "1,2", "1")), [], null);
        RunsFile[] files = [FileOf("before.csv", before), FileOf("now.csv", now)];
        var pairing = Pairing.Of(Arm.AllOf(files[0].Runs), Arm.AllOf(files[1].Runs));
        new ComparisonReport(Comparison.Of(pairing.Pairs, EquivalenceBand.Default), pairing, files, []).Show(terminal);
    }

    private static void Predict(Terminal terminal)
    {
        var run = new TaskDurationsOfRun("2026-11-29T12:00:00Z-0123456789", 1) { Workers = 1 };
        run.Seconds.AddRange([0.4, 0.1, 0.1, 0.1, 0.1, 0.2]);
        var log = new SerialLog([run]);
        new PredictionReport(log, Predictions.Of([run.Seconds], [1, 2, 4, 8], Schedule.All([])), cpus: 2, []).Show(terminal);
    }

    private static void Doctor(Terminal terminal)
    {
        using var system = new MadeSystem().With("proc/cpuinfo", "processor\t: 0\n\nprocessor\t: 1").With("proc/self/status", "Cpus_allowed_list:\t0-1");
        terminal.Write(DoctorTables.Of(Machine.Read(system.Root) with { Name = "vm", Os = "Debian 13", Kernel = "Linux 6.18", DotNet = "10.0.12", MemoryBytes = 4L << 30 }));
        terminal.Write(DoctorTables.Of(new ClockCheck(2e-8, 2e-8, 2e-5)));
        terminal.Write(DoctorTables.Of((IReadOnlyList<SleepCheck>)[new SleepCheck("Thread.Sleep", 0.001, [0.0001, 0.0001, 0.5]), new SleepCheck("Task.Delay", 0.001, [0.003])]));
        terminal.Write(DoctorTables.Of([.. Conclusion("threads").Summaries]));
    }

    private static void Describe(Terminal terminal)
    {
        var catalog = Catalog.OpenBundled();
        DescribeCommand.Show([catalog.Workloads.First(workload => workload.Name == "http-fetch") with { AssemblyPath = "/plugins/HttpFetch.dll" }], terminal);
        DescribeCommand.Show([catalog.Executors.First(executor => executor.Name == "process-pool") with { AssemblyPath = "/tools/partime.dll" }], terminal);
    }
}
