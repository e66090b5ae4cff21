using System.Diagnostics;
using Partime.Tool.Measurement;

namespace Partime.Tool.Tests.Measurement;

/// <summary>Shown by a clock that the kernel counts in the same way, as a virtual machine often has no counters of the processor.</summary>
[Collection(nameof(Alone))]
public sealed class ProcessorCountersTests
{
    [Fact]
    public void ThreadsThatAreStartedLaterAreCounted()
    {
        if (ProcessorCounters.Open(ProcessorCounters.TaskClock) is not { } clock)
            return;
        var (stolen, counted, used) = (Stolen(), clock.Read(), Environment.CpuUsage.TotalTime);
        var thread = new Thread(() => SpinUntilUsed(TimeSpan.FromMilliseconds(100)));
        thread.Start();
        thread.Join();
        AssertCounted((clock.Read() - counted)!.Value, Environment.CpuUsage.TotalTime - used, Stolen() - stolen);
    }

    [Fact]
    public void ProcessesThatAreStartedLaterAreCountedAlsoAfterTheirEnd()
    {
        if (ProcessorCounters.Open(ProcessorCounters.TaskClock) is not { } clock)
            return;
        var (stolen, counted, used) = (Stolen(), clock.Read(), Environment.CpuUsage.TotalTime + CpuOfChildren());
        using var child = Process.Start("sh", ["-c", "i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done"]);
        child.WaitForExit();
        AssertCounted((clock.Read() - counted)!.Value, Environment.CpuUsage.TotalTime + CpuOfChildren() - used, Stolen() - stolen);
    }

    [Fact]
    public void WhatTheSystemDoesNotCountIsNull() => Assert.Null(ProcessorCounters.Open(new ProcessorEvent(Type: 1, Number: 99)));

    /// <summary>The clock also runs while the host of a virtual machine gives the CPU to another one, which is no CPU time.</summary>
    private static void AssertCounted(double nanoseconds, TimeSpan cpu, double stolenSeconds) =>
        Assert.InRange(nanoseconds, 0.8 * cpu.TotalNanoseconds, (1.2 * cpu.TotalNanoseconds) + (stolenSeconds * 1e9));

    private static double Stolen() => SystemReading.Take().StolenSeconds ?? 0;

    private static unsafe TimeSpan CpuOfChildren()
    {
        const int RUSAGE_CHILDREN = -1;
        ResourceUsage usage;
        Assert.Equal(0, LibC.getrusage(RUSAGE_CHILDREN, &usage));
        return usage.User + usage.System;
    }

    private static void SpinUntilUsed(TimeSpan cpu)
    {
        for (var end = Environment.CpuUsage.TotalTime + cpu; Environment.CpuUsage.TotalTime < end;)
            Thread.SpinWait(1_000);
    }
}
