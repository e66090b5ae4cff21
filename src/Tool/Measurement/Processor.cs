using System.Globalization;
using System.Runtime.Intrinsics.X86;
using System.Text;

namespace Partime.Tool.Measurement;

/// <summary>What the system reports about its processor.</summary>
internal sealed record Processor
{
    /// <summary>Where hypervisors report their signature: twelve letters in three registers.</summary>
    private const int HypervisorLeaf = 0x4000_0000;

    public const string UnknownHypervisor = "virtual machine";

    public string? Model { get; init; }

    public int? LogicalCpus { get; init; }

    public int? PhysicalCores { get; init; }

    /// <summary>Whether a core runs several threads.</summary>
    public bool? Smt { get; init; }

    /// <summary>The hypervisor of a virtual machine, <c>virtual machine</c> if it is not known; <see langword="null"/> on other machines.</summary>
    public string? Hypervisor { get; init; }

    /// <summary>The CPUs that this process may use.</summary>
    public int? AllowedCpus { get; init; }

    /// <param name="files">The files of the system.</param>
    /// <param name="signature">See <see cref="HypervisorSignature"/>.</param>
    public static Processor Of(SystemFiles files, string? signature)
    {
        var first = new Dictionary<string, string>();
        var cores = new HashSet<string>();
        var logical = 0;
        var package = "";
        foreach (var line in files.Lines("proc/cpuinfo"))
        {
            if (line.Split(':', 2, StringSplitOptions.TrimEntries) is not [var name, var value])
                continue;
            first.TryAdd(name, value);
            if (name == "processor")
                logical++;
            else if (name == "physical id")
                package = value;
            else if (name == "core id" && package.Length > 0)
                cores.Add($"{package}/{value}");
        }
        int? physical = cores.Count > 0 ? cores.Count : null;
        var isVirtual = first.GetValueOrDefault("flags")?.Split(' ').Contains("hypervisor") == true;
        return new Processor
        {
            Model = first.GetValueOrDefault("model name") ?? first.GetValueOrDefault("Model") ?? first.GetValueOrDefault("cpu model"),
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
    public static unsafe string? HypervisorSignature()
    {
        if (!X86Base.IsSupported)
            return null;
        var (_, b, c, d) = X86Base.CpuId(HypervisorLeaf, 0);
        var registers = stackalloc int[] { b, c, d };
        return Encoding.ASCII.GetString(new ReadOnlySpan<byte>(registers, 3 * sizeof(int))).TrimEnd('\0', ' ');
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

    /// <summary>Whether the processor says that it is one of a virtual machine. Where Hyper-V runs, Windows on the machine itself sees a hypervisor, too, but is the
    /// partition that may create others.</summary>
    public static bool IsGuest()
    {
        const int HypervisorBit = 1 << 31, PrivilegesLeaf = HypervisorLeaf + 3, CreatePartitions = 1;
        return X86Base.IsSupported && (X86Base.CpuId(1, 0).Ecx & HypervisorBit) != 0
            && !(HypervisorSignature() == "Microsoft Hv" && (X86Base.CpuId(PrivilegesLeaf, 0).Ebx & CreatePartitions) != 0);
    }

    private static string? HypervisorOf(SystemFiles files, bool isVirtual, string? signature) => !isVirtual ? null
        : HypervisorOf(signature) ?? (files.Text("sys/class/dmi/id/sys_vendor") == "QEMU" ? "KVM" : files.Text("sys/hypervisor/type") ?? UnknownHypervisor);

    public static string? HypervisorOf(string? signature) =>
        signature switch
        {
            "KVMKVMKVM" => "KVM",
            "Microsoft Hv" => "Hyper-V",
            "VMwareVMware" => "VMware",
            "XenVMMXenVMM" => "Xen",
            "VBoxVBoxVBox" => "VirtualBox",
            "bhyve bhyve" => "bhyve",
            "TCGTCGTCGTCG" => "QEMU without KVM",
            _ => null,
        };
}
