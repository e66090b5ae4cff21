using System.Globalization;

namespace Partime.Tool.Measurement;

/// <summary>What the system tells of its processor.</summary>
internal sealed record Processor
{
    public string? Model { get; private init; }

    public int? LogicalCpus { get; private init; }

    public int? PhysicalCores { get; private init; }

    /// <summary>Whether cores run two threads each, or more.</summary>
    public bool? Smt { get; private init; }

    /// <summary>Whose virtual machine this is: <c>KVM</c>, or just <c>virtual machine</c>; <see langword="null"/> if it is none, as far as is known.</summary>
    public string? Hypervisor { get; private init; }

    /// <summary>The CPUs that this process may use.</summary>
    public int? AllowedCpus { get; private init; }

    /// <param name="files">Where the system tells of it.</param>
    /// <param name="introduction">What the hypervisor calls itself, if there is one that does.</param>
    public static Processor Of(SystemFiles files, string? introduction)
    {
        var facts = files.Lines("proc/cpuinfo").Select(line => line.Split(':', 2)).Where(parts => parts.Length == 2)
            .Select(parts => (Name: parts[0].Trim(), Value: parts[1].Trim())).ToList();
        string? First(string name) => facts.FirstOrDefault(fact => fact.Name == name).Value;
        var logical = facts.Count(fact => fact.Name == "processor");
        var packages = facts.Where(fact => fact.Name == "physical id").Select(fact => fact.Value).ToList();
        var cores = facts.Where(fact => fact.Name == "core id").Select(fact => fact.Value).ToList();
        int? physical = cores.Count > 0 && cores.Count == packages.Count ? packages.Zip(cores).Distinct().Count() : null;
        var isVirtual = First("flags")?.Split(' ').Contains("hypervisor") == true;
        return new Processor
        {
            Model = First("model name") ?? First("Model") ?? First("cpu model"),
            LogicalCpus = logical > 0 ? logical : null,
            PhysicalCores = physical,
            Smt = files.Text("sys/devices/system/cpu/smt/active") switch
            {
                "1" => true,
                "0" => false,
                _ => physical is { } known && logical > 0 ? logical > known : null,
            },
            Hypervisor = Measurement.Hypervisor.Of(files, isVirtual, introduction),
            AllowedCpus = CountOf(files.Lines("proc/self/status").FirstOrDefault(line => line.StartsWith("Cpus_allowed_list:", StringComparison.Ordinal))?.Split(':')[1]),
        };
    }

    /// <summary>How many there are in <c>0-3,8</c>.</summary>
    private static int? CountOf(string? list)
    {
        var count = 0;
        foreach (var range in list?.Split(',') ?? [])
        {
            var ends = range.Trim().Split('-');
            if (!int.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out var first)
                || !int.TryParse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var last))
                return null;
            count += last - first + 1;
        }
        return count > 0 ? count : null;
    }
}
