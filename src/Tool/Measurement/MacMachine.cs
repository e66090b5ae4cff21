using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Partime.Tool.Measurement;

/// <summary>What macOS reports about the machine, where Linux has files. It was never run there.</summary>
internal static unsafe partial class MacMachine
{
    [SupportedOSPlatform("macos")]
    public static Processor Processor => Of(Number, Text);

    [SupportedOSPlatform("macos")]
    public static long? MemoryBytes => Number("hw.memsize");

    /// <param name="number">The value of a name, <see langword="null"/> for one that the system does not know.</param>
    /// <param name="text">The same of a text.</param>
    public static Processor Of(Func<string, long?> number, Func<string, string?> text)
    {
        var (logical, physical) = ((int?)number("hw.logicalcpu"), (int?)number("hw.physicalcpu"));
        // The fastest first. Processors by Intel have one level, and no names for it.
        var cores = Enumerable.Range(0, (int)(number("hw.nperflevels") ?? 0)).Select(level => number($"hw.perflevel{level}.physicalcpu")).ToList();
        var model = text("machdep.cpu.brand_string");
        return new Processor
        {
            Model = cores.Count > 1 ? $"{model} ({string.Join(" + ", cores)} cores)" : model,
            LogicalCpus = logical,
            PhysicalCores = physical,
            Smt = logical is null || physical is null ? null : logical > physical,
            Hypervisor = number("kern.hv_vmm_present") == 1 ? Processor.UnknownHypervisor : null,
        };
    }

    /// <summary>Of 4 or 8 bytes, on processors that store the lowest byte first.</summary>
    private static long? Number(string name)
    {
        long value = 0;
        nint bytes = sizeof(long);
        return sysctlbyname(name, &value, &bytes, null, 0) == 0 ? value : null;
    }

    private static string? Text(string name)
    {
        const int MaxBytes = 256;
        var text = stackalloc byte[MaxBytes];
        nint bytes = MaxBytes;
        return sysctlbyname(name, text, &bytes, null, 0) == 0 ? Marshal.PtrToStringUTF8((nint)text) : null;
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int sysctlbyname(string name, void* value, nint* bytes, void* newValue, nint newBytes);
}
