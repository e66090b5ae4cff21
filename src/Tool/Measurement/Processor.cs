using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Text;

namespace Partime.Tool.Measurement;

/// <summary>What the system reports about its processor.</summary>
internal sealed record Processor
{
    /// <summary>Where hypervisors report their signature: twelve letters in three registers.</summary>
    private const int HypervisorLeaf = 0x4000_0000;

    private const string UnknownHypervisor = "virtual machine";

    public string? Model { get; private init; }

    public int? LogicalCpus { get; private init; }

    public int? PhysicalCores { get; private init; }

    /// <summary>Whether a core runs several threads.</summary>
    public bool? Smt { get; private init; }

    /// <summary>The hypervisor of a virtual machine, <c>virtual machine</c> if it is not known; <see langword="null"/> on other machines.</summary>
    public string? Hypervisor { get; private init; }

    /// <summary>The CPUs that this process may use.</summary>
    public int? AllowedCpus { get; private init; }

    /// <param name="files">The files of the system.</param>
    /// <param name="signature">See <see cref="HypervisorSignature"/>.</param>
    public static Processor Of(SystemFiles files, string? signature)
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
            Hypervisor = HypervisorOf(files, isVirtual, signature),
            AllowedCpus = CountOf(files.Lines("proc/self/status").FirstOrDefault(line => line.StartsWith("Cpus_allowed_list:", StringComparison.Ordinal))?.Split(':')[1]),
        };
    }

    /// <summary>The signature of the hypervisor, or other text without one; <see langword="null"/> on processors without CPUID.</summary>
    public static string? HypervisorSignature()
    {
        if (!X86Base.IsSupported)
            return null;
        var (_, b, c, d) = X86Base.CpuId(HypervisorLeaf, 0);
        Span<int> registers = [b, c, d];
        return Encoding.ASCII.GetString(MemoryMarshal.AsBytes(registers)).TrimEnd('\0', ' ');
    }

    /// <summary>How many CPUs there are in <c>0-3,8</c>.</summary>
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

    private static string? HypervisorOf(SystemFiles files, bool isVirtual, string? signature) => !isVirtual ? null
        : signature switch
        {
            "KVMKVMKVM" => "KVM",
            "Microsoft Hv" => "Hyper-V",
            "VMwareVMware" => "VMware",
            "XenVMMXenVMM" => "Xen",
            "VBoxVBoxVBox" => "VirtualBox",
            "bhyve bhyve" => "bhyve",
            "TCGTCGTCGTCG" => "QEMU without KVM",
            _ => files.Text("sys/class/dmi/id/sys_vendor") == "QEMU" ? "KVM" : files.Text("sys/hypervisor/type") ?? UnknownHypervisor,
        };
}
