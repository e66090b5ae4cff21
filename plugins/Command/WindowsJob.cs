using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Partime.Plugins.Command;

/// <summary>The job of a command and of what it starts, on Windows. It ends with its last handle, which only this process has: when this process ends, however it ends, all of
/// them do.</summary>
internal sealed unsafe partial class WindowsJob : IDisposable
{
    private const string Library = "kernel32";

    private readonly Lock ending = new();
    private nint handle;

    public WindowsJob(Process process)
    {
        const int JobObjectExtendedLimitInformation = 9;
        const uint JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE = 0x2000;
        handle = CreateJobObjectW(null, null);
        var limits = new ExtendedLimits { Flags = JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE };
        _ = SetInformationJobObject(handle, JobObjectExtendedLimitInformation, &limits, (uint)sizeof(ExtendedLimits));
        _ = AssignProcessToJobObject(handle, process.Handle);
    }

    /// <summary>From any thread.</summary>
    public void Kill()
    {
        const uint KilledCode = 1;
        lock (ending)
            if (handle != 0)
                _ = TerminateJobObject(handle, KilledCode);
    }

    public void Dispose()
    {
        lock (ending)
        {
            _ = CloseHandle(handle);
            handle = 0;
        }
    }

    [LibraryImport(Library)]
    private static partial nint CreateJobObjectW(void* security, char* name);

    [LibraryImport(Library)]
    private static partial int SetInformationJobObject(nint job, int kind, void* information, uint bytes);

    [LibraryImport(Library)]
    private static partial int AssignProcessToJobObject(nint job, nint process);

    [LibraryImport(Library)]
    private static partial int TerminateJobObject(nint job, uint code);

    [LibraryImport(Library)]
    private static partial int CloseHandle(nint handle);

    /// <summary>JOBOBJECT_EXTENDED_LIMIT_INFORMATION of 64-bit Windows, of which only this field is used.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 144)]
    private struct ExtendedLimits
    {
        [FieldOffset(16)] public uint Flags;
    }
}
