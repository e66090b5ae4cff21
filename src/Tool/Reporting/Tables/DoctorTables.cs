using System.Globalization;
using System.Runtime.InteropServices;
using Partime.Tool.Analysis;
using Partime.Tool.Measurement;

namespace Partime.Tool.Reporting;

/// <summary>What <c>doctor</c> shows, a table each.</summary>
internal static class DoctorTables
{
    private const string Unknown = "–";

    private static readonly TextColumn<SleepCheck>[] Sleeps =
    [
        new("sleep", sleep => sleep.Call, CellKind.Name),
        TextColumn<SleepCheck>.OfSeconds("asked for", sleep => sleep.NominalSeconds),
        new("late by", sleep => Signed(sleep.Median)),
        new("at worst", sleep => Signed(sleep.Worst)),
    ];

    private static readonly TextColumn<EmptyTaskCost>[] EmptyTasks =
    [
        new("empty task", cost => cost.Executor, CellKind.Name),
        new("tasks", cost => Readable.Count(cost.Tasks)),
        TextColumn<EmptyTaskCost>.OfSeconds("a task", cost => cost.Task.Value),
        TextColumn<EmptyTaskCost>.OfSeconds("start-up", cost => cost.Startup.Value),
        TextColumn<EmptyTaskCost>.OfSeconds("compiling", cost => cost.Compile.Value),
    ];

    private static readonly TextColumn<Summary>[] Scaling =
    [
        new("computing", summary => summary.Configuration.Executor, CellKind.Name),
        new("workers", summary => Readable.Count(summary.Configuration.Workers)),
        TextColumn<Summary>.OfSeconds("wall", summary => summary.Wall?.Median.Value),
        new("vs 1 worker", summary => Readable.SpeedUp(summary.SpeedUpOverOne?.Value)),
        new("95% interval", summary => Readable.SpeedUpInterval(summary.Configuration.Workers == 1 ? null : summary.SpeedUpOverOne)) { Expendable = 1 },
        new("efficiency", summary => Readable.Percent(summary.EfficiencyOverOne?.Value)),
    ];

    public static TextTable Of(Machine machine)
    {
        var (processor, limits) = (machine.Processor, machine.Limits);
        return OfFacts("machine", machine.Name, CellKind.Text,
        [
            ("processor", $"{processor.Model ?? Unknown}, {RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}"),
            ("logical CPUs", Number(processor.LogicalCpus)),
            ("physical cores", Number(processor.PhysicalCores)),
            ("threads share cores", Label.YesNo(processor.Smt) ?? Unknown),
            ("CPUs allowed", Number(processor.AllowedCpus)),
            ("CPU quota", limits.Cpus is { } quota ? quota.ToString("0.##", CultureInfo.InvariantCulture) : "none"),
            ("frequency governor", machine.Power.Governor ?? Unknown),
            ("virtual machine", processor.Hypervisor ?? "none known"),
            ("memory", Bytes(machine.MemoryBytes) ?? Unknown),
            ("memory limit", Bytes(limits.MemoryBytes) ?? "none"),
            ("on battery", Label.YesNo(machine.Power.OnBattery) ?? "no battery"),
            ("operating system", machine.Os == machine.Kernel ? machine.Os : $"{machine.Kernel} ({machine.Os})"),
            (".NET", machine.DotNet),
            ("garbage collector", $"{(machine.IsServerGc ? "server" : "workstation")}, {(machine.IsConcurrentGc ? "" : "not ")}concurrent"),
            ("settings of .NET", machine.Settings.Count > 0 ? string.Join(", ", machine.Settings) : "none"),
        ]);
    }

    public static TextTable Of(ClockCheck clock) => OfFacts("clock", "", CellKind.Number,
    [
        ("smallest step seen", Readable.Duration(clock.StepSeconds)),
        ("a reading", Readable.Duration(clock.ReadingSeconds)),
        ("the system's counters", Readable.Duration(clock.SystemReadingSeconds)),
    ]);

    public static TextTable Of(IReadOnlyList<SleepCheck> sleeps) => TextTable.Of(Sleeps, sleeps);

    public static TextTable Of(IReadOnlyList<EmptyTaskCost> costs) => TextTable.Of(EmptyTasks, costs);

    public static TextTable Of(IReadOnlyList<Summary> scaling) => TextTable.Of(Scaling, scaling);

    private static TextTable OfFacts(string heading, string subject, CellKind kind, (string Name, string Value)[] facts) =>
        TextTable.Of<(string Name, string Value)>([new(heading, fact => fact.Name, CellKind.Name), new(PlainText.Of(subject), fact => fact.Value, kind)], facts);

    /// <summary>A sleep that ends early is negative.</summary>
    private static string Signed(double? seconds) => seconds switch
    {
        null => Unknown,
        < 0 => $"-{Readable.Duration(-seconds.Value)}",
        _ => Readable.Duration(seconds.Value),
    };

    private static string Number(int? number) => number is { } known ? Readable.Count(known) : Unknown;

    private static string? Bytes(long? bytes) => bytes is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known / 1073741824.0:0.#} GiB") : null;
}
