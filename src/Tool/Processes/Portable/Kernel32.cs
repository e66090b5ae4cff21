using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Partime.Tool.Processes;

/// <summary>Windows, for what .NET does not offer: all of it since Windows 8, which allows a job within a job.</summary>
internal static unsafe partial class Kernel32
{
    public const int StandardInput = -10, StandardOutput = -11;

    private const string Library = "kernel32";
    private const int StandardError = -12;
    private const int ErrorDescriptor = 2, OutputDescriptor = 1;
    private const uint KilledCode = 1, HANDLE_FLAG_INHERIT = 1, Utf8 = 65001;

    /// <summary>Open as long as this process lives.</summary>
    private static readonly SafeFileHandle Nothing = File.OpenHandle("NUL");

    /// <summary>Ends this process at once.</summary>
    public static void EndProcess(int code) => _ = TerminateProcess(GetCurrentProcess(), (uint)code);

    /// <summary>Allows this process to write to pages, or only to read them.</summary>
    public static void Protect(byte* start, nint bytes, bool isWritable)
    {
        const uint PAGE_READONLY = 2, PAGE_READWRITE = 4;
        uint before;
        _ = VirtualProtect(start, bytes, isWritable ? PAGE_READWRITE : PAGE_READONLY, &before);
    }

    /// <summary>A copy of a standard handle. No other process inherits either.</summary>
    public static nint TakeStandardHandle(int number)
    {
        const uint DUPLICATE_SAME_ACCESS = 2;
        nint copy;
        var (self, original) = (GetCurrentProcess(), GetStdHandle(number));
        _ = SetHandleInformation(original, HANDLE_FLAG_INHERIT, 0);
        return DuplicateHandle(self, original, self, &copy, 0, inherit: 0, DUPLICATE_SAME_ACCESS) != 0 ? copy : 0;
    }

    /// <summary>Standard output then leads to standard error, and standard input to nothing, for this process and what it starts.</summary>
    public static void LeadStandardHandles()
    {
        try
        {
            // Native code prints to a descriptor of the C runtime. This closes the original.
            _ = _dup2(ErrorDescriptor, OutputDescriptor);
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
        {
            // What it prints makes no sense to the parent, which ends this worker then.
        }
        var nothing = Nothing.DangerousGetHandle();
        _ = SetHandleInformation(nothing, HANDLE_FLAG_INHERIT, HANDLE_FLAG_INHERIT);
        _ = SetStdHandle(StandardInput, nothing);
        _ = SetStdHandle(StandardOutput, GetStdHandle(StandardError));
        // What a task prints is shown in messages. Each worker has a console without a window, whose code page lacks most signs.
        _ = SetConsoleOutputCP(Utf8);
    }

    /// <summary>A job that ends with its last handle, with this process in it.</summary>
    public static nint CreateJobOf(nint process)
    {
        const int JobObjectExtendedLimitInformation = 9;
        const uint JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE = 0x2000;
        var job = CreateJobObjectW(null, null);
        var limits = new ExtendedLimits { Flags = JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE };
        _ = SetInformationJobObject(job, JobObjectExtendedLimitInformation, &limits, (uint)sizeof(ExtendedLimits));
        _ = AssignProcessToJobObject(job, process);
        return job;
    }

    public static void EndJob(nint job) => _ = TerminateJobObject(job, KilledCode);

    public static void Close(nint handle) => _ = CloseHandle(handle);

    [LibraryImport(Library)]
    private static partial nint GetCurrentProcess();

    [LibraryImport(Library)]
    private static partial int TerminateProcess(nint process, uint code);

    [LibraryImport(Library)]
    private static partial int VirtualProtect(byte* start, nint bytes, uint protection, uint* before);

    [LibraryImport(Library)]
    private static partial nint GetStdHandle(int number);

    [LibraryImport(Library)]
    private static partial int SetStdHandle(int number, nint handle);

    [LibraryImport(Library)]
    private static partial int SetConsoleOutputCP(uint codePage);

    [LibraryImport(Library)]
    private static partial int SetHandleInformation(nint handle, uint mask, uint flags);

    [LibraryImport(Library)]
    private static partial int DuplicateHandle(nint fromProcess, nint handle, nint toProcess, nint* copy, uint access, int inherit, uint options);

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

    [LibraryImport("ucrtbase")]
    private static partial int _dup2(int from, int to);

    /// <summary>JOBOBJECT_EXTENDED_LIMIT_INFORMATION of 64-bit Windows, of which only this field is used.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 144)]
    private struct ExtendedLimits
    {
        [FieldOffset(16)] public uint Flags;
    }
}
