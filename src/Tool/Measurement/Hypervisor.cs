using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Text;

namespace Partime.Tool.Measurement;

/// <summary>Whose virtual machine this is.</summary>
internal static class Hypervisor
{
    /// <summary>Where processors leave room for hypervisors to introduce themselves: twelve letters in three registers.</summary>
    private const int IntroductionLeaf = 0x4000_0000;

    private const string Unknown = "virtual machine";

    /// <summary>The name; <see langword="null"/> if it is none, as far as is known.</summary>
    /// <param name="files">Where the system tells of its hardware.</param>
    /// <param name="isVirtual">Whether the processor's flags say that it is one.</param>
    /// <param name="introduction">What the hypervisor calls itself, if it does.</param>
    public static string? Of(SystemFiles files, bool isVirtual, string? introduction) => !isVirtual ? null
        : introduction switch
        {
            "KVMKVMKVM" => "KVM",
            "Microsoft Hv" => "Hyper-V",
            "VMwareVMware" => "VMware",
            "XenVMMXenVMM" => "Xen",
            "VBoxVBoxVBox" => "VirtualBox",
            "bhyve bhyve" => "bhyve",
            "TCGTCGTCGTCG" => "QEMU without KVM",
            _ => files.Text("sys/class/dmi/id/sys_vendor") == "QEMU" ? "KVM" : files.Text("sys/hypervisor/type") ?? Unknown,
        };

    /// <summary>What the hypervisor under this process calls itself; <see langword="null"/> on processors that have no place for it.</summary>
    public static string? Introduction()
    {
        if (!X86Base.IsSupported)
            return null;
        var (_, b, c, d) = X86Base.CpuId(IntroductionLeaf, 0);
        Span<int> registers = [b, c, d];
        return Encoding.ASCII.GetString(MemoryMarshal.AsBytes(registers)).TrimEnd('\0', ' ');
    }
}
