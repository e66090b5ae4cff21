using System.Diagnostics;

namespace Partime.Tool.Processes;

/// <summary>The job of a worker and of what it starts, on Windows. It ends with its last handle, which only partime has: when partime ends, however it ends, all of them
/// do.</summary>
internal sealed class WorkerJob : IDisposable
{
    private readonly Lock gate = new();
    private nint handle;

    private WorkerJob(nint handle) => this.handle = handle;

    public static WorkerJob Of(Process process) => new(Kernel32.CreateJobOf(process.Handle));

    public void Kill()
    {
        lock (gate)
            if (handle != 0)
                Kernel32.EndJob(handle);
    }

    public void Dispose()
    {
        lock (gate)
        {
            Kernel32.Close(handle);
            handle = 0;
        }
    }
}
