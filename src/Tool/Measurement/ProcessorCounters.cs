using System.Globalization;

namespace Partime.Tool.Measurement;

/// <summary>
/// What the processor counts while code of this process runs, and of all threads and processes that it starts from then on. Only <c>advise</c> asks for it, as counters
/// make each switch between threads a little slower. Virtual machines often have none, and <c>/proc/sys/kernel/perf_event_paranoid</c> above 2 forbids them.
/// </summary>
internal sealed class ProcessorCounters
{
    public static readonly ProcessorEvent Cycles = new(Hardware, 0), Instructions = new(Hardware, 1);

    /// <summary>Nanoseconds on a CPU, which the kernel counts without help of the processor.</summary>
    public static readonly ProcessorEvent TaskClock = new(Software, 1);

    private const uint Hardware = 0, Software = 1;

    private readonly List<int> fds;

    private ProcessorCounters(List<int> fds) => this.fds = fds;

    /// <returns><see langword="null"/> where the system does not count this.</returns>
    public static ProcessorCounters? Open(ProcessorEvent what)
    {
        var fds = new List<int>();
        if (OperatingSystem.IsLinux())
            foreach (var thread in Directory.EnumerateDirectories("/proc/self/task"))
                // A thread that has ended since then does not matter.
                if (LibC.perf_event_open(new PerfEventAttr(what.Type, what.Number), int.Parse(Path.GetFileName(thread), CultureInfo.InvariantCulture)) is >= 0 and var fd)
                    fds.Add(fd);
        return fds.Count == 0 ? null : new ProcessorCounters(fds);
    }

    /// <summary>What was counted since the start; an estimate if there were more counters open than the processor has.</summary>
    public unsafe double? Read()
    {
        var sum = 0.0;
        foreach (var fd in fds)
        {
            CountedEvents counted;
            if (LibC.read(fd, (byte*)&counted, sizeof(CountedEvents)) != sizeof(CountedEvents))
                return null;
            sum += counted.Estimate;
        }
        return sum;
    }
}

/// <summary>What the kernel or the processor counts, as in linux/perf_event.h.</summary>
internal sealed record ProcessorEvent(uint Type, ulong Number);
