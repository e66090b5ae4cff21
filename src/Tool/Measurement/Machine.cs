using System.Globalization;
using System.Runtime;
using System.Runtime.InteropServices;

namespace Partime.Tool.Measurement;

/// <summary>The machine that was measured. What the system does not report is <see langword="null"/>.</summary>
internal sealed record Machine
{
    /// <summary>Settings of .NET that change the code that is timed.</summary>
    private static readonly string[] Knobs = ["TieredCompilation", "TieredPGO", "TC_QuickJitForLoops", "ReadyToRun", "gcServer", "gcConcurrent"];

    public required string Name { get; init; }

    public required Processor Processor { get; init; }

    /// <summary>The limits of the control group.</summary>
    public required Cgroup Limits { get; init; }

    public long? MemoryBytes { get; init; }

    public required string Os { get; init; }

    /// <summary><c>Linux 6.1</c>, or the system's own description.</summary>
    public required string Kernel { get; init; }

    /// <summary>Of the processor: <c>x64</c>, <c>arm64</c>. Found out when asked for, as every run reads the machine, and few tell it.</summary>
    public string Architecture { get => field ??= RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant(); init; }

    public required string DotNet { get; init; }

    public bool IsServerGc { get; init; }

    public bool IsConcurrentGc { get; init; }

    /// <summary>The settings of .NET in the environment, such as <c>DOTNET_TieredPGO=0</c>.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];

    /// <summary>The state when the machine was read.</summary>
    public PowerState Power { get; init; }

    /// <summary>The CPUs that this process may use by its affinity, without the quota.</summary>
    public int Cpus => Processor.AllowedCpus ?? Processor.LogicalCpus ?? Environment.ProcessorCount;

    /// <summary>The same with the quota, which may be a fraction.</summary>
    public double UsableCpus => Math.Min(Cpus, Limits.Cpus ?? Cpus);

    /// <summary>The number of workers that can compute at the same time, or the number that the user has set for .NET. .NET itself knows only the quota of
    /// the innermost group.</summary>
    public int MaxParallel => Environment.GetEnvironmentVariable("DOTNET_PROCESSOR_COUNT") is not null ? Environment.ProcessorCount : Math.Max(1, (int)Math.Ceiling(UsableCpus));

    /// <summary>The memory that this process may use, also outside the managed heap; <see langword="null"/> if it is not known.</summary>
    public long? UsableMemoryBytes => Limits.MemoryBytes ?? MemoryBytes;

    /// <summary>For people: <c>AMD EPYC, 2 CPUs, KVM, Linux 6.1, .NET 10.0.12, workstation GC</c>.</summary>
    public string Line => string.Join(", ", ((string?[])
    [
        Processor.Model,
        Cpus == 1 ? "1 CPU" : string.Create(CultureInfo.InvariantCulture, $"{Cpus} CPUs"),
        Limits.Cpus is { } quota ? string.Create(CultureInfo.InvariantCulture, $"quota {quota:0.##} CPUs") : null,
        Processor.Hypervisor,
        Kernel,
        $".NET {DotNet}",
        IsServerGc ? "server GC" : "workstation GC",
        .. Settings,
    ]).Where(text => !string.IsNullOrEmpty(text)));

    public static Machine Read() => Read("/", Processor.HypervisorSignature());

    /// <param name="root">The folder in place of <c>/</c>.</param>
    /// <param name="signature">See <see cref="Processor.HypervisorSignature"/>.</param>
    public static Machine Read(string root, string? signature = null)
    {
        var files = new SystemFiles(root);
        var release = files.Text("proc/sys/kernel/osrelease")?.Split('.', '-', '+');
        return new Machine
        {
            Name = Environment.MachineName,
            Processor = OperatingSystem.IsWindows() ? WindowsMachine.Processor : OperatingSystem.IsMacOS() ? MacMachine.Processor : Processor.Of(files, signature),
            Limits = Cgroup.Of(files),
            MemoryBytes = OperatingSystem.IsWindows() ? WindowsMachine.MemoryBytes : OperatingSystem.IsMacOS() ? MacMachine.MemoryBytes
                : BytesOf(files.Lines("proc/meminfo").FirstOrDefault(line => line.StartsWith("MemTotal:", StringComparison.Ordinal))),
            Os = RuntimeInformation.OSDescription,
            Kernel = release is [var major, var minor, ..] ? $"Linux {major}.{minor}" : RuntimeInformation.OSDescription,
            DotNet = Environment.Version.ToString(),
            IsServerGc = GCSettings.IsServerGC,
            IsConcurrentGc = GCSettings.LatencyMode is GCLatencyMode.Interactive,
            Settings = [.. from knob in Knobs
                           from prefix in (string[])["DOTNET_", "COMPlus_"]
                           let value = Environment.GetEnvironmentVariable(prefix + knob)
                           where value is not null
                           select $"{prefix}{knob}={value}"],
            Power = PowerState.Of(files),
        };
    }

    private static long? BytesOf(string? line) =>
        line?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, var number, ..] && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var kibibytes)
            ? kibibytes * 1024 : null;
}
