using System.Globalization;

namespace Partime.Tool.Processes;

/// <summary>Why a task that took its worker with it, or was taken from it, has no result.</summary>
internal static class DeathReport
{
    public static TaskFault Of(WorkerProcess worker, ExitStatus status, Verdict verdict, TimeSpan? timeout)
    {
        var words = worker.OutputTail.ToString();
        var said = words.Length > 0 ? $" Its last words: {words}" : "";
        return verdict switch
        {
            Verdict.Timeout => new TaskFault("Timeout", string.Create(CultureInfo.InvariantCulture, $"The task took longer than {timeout?.TotalSeconds} s and did not heed its cancellation, so its worker process {worker.Pid} was killed.{said}")),
            Verdict.Cancelled => new TaskFault("", $"The run was ended, and the task's worker process {worker.Pid} was killed."),
            _ when worker.KilledFor == KillReason.Disconnected => new TaskFault("Unreachable", $"The worker process {worker.Pid} closed its connection to partime in the middle of this task, and was killed.{said}"),
            _ => new TaskFault(status.Name, $"The worker process {worker.Pid} {status} in the middle of this task.{said}"),
        };
    }
}
