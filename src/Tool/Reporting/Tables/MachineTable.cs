using System.Globalization;
using System.Runtime.InteropServices;
using Partime.Tool.Measurement;
using Spectre.Console;

namespace Partime.Tool.Reporting;

/// <summary>The machine as <c>doctor</c> shows it: a line per fact.</summary>
internal static class MachineTable
{
    private const string Unknown = "–";

    public static Table Of(Machine machine)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn("machine").AddColumn(Markup.Escape(PlainText.Of(machine.Name)));
        foreach (var (name, value) in Facts(machine))
            table.AddRow(Markup.Escape(name), Markup.Escape(PlainText.Of(value)));
        return table;
    }

    public static IEnumerable<(string Name, string Value)> Facts(Machine machine)
    {
        var (processor, limits) = (machine.Processor, machine.Limits);
        return
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
        ];
    }

    private static string Number(int? number) => number is { } known ? Readable.Count(known) : Unknown;

    private static string? Bytes(long? bytes) => bytes is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known / 1073741824.0:0.#} GiB") : null;
}
