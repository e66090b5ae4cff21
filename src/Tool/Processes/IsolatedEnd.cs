using Partime.Tool.Execution;

namespace Partime.Tool.Processes;

/// <summary>What the process of a run left behind.</summary>
/// <param name="Pid">Which process it was.</param>
/// <param name="Status">How it ended.</param>
/// <param name="Usage">What it took in all its life.</param>
/// <param name="Figures">What it measured; <see langword="null"/> if it did not live to say so.</param>
internal sealed record IsolatedEnd(int Pid, ExitStatus Status, ResourceUsage Usage, RunFigures? Figures)
{
    /// <summary>Why the executor failed, as the process says.</summary>
    public string? Error { get; init; }

    public string? Remark { get; init; }

    /// <summary>Whether it got as far as the run.</summary>
    public bool WasReady { get; init; }

    public KillReason KilledFor { get; init; }

    public string OutputTail { get; init; } = "";

    /// <summary>What is to be said of the run that it did not finish; nothing if the user wanted it so.</summary>
    public string? Failure =>
        WasEnded ? null
            : KilledFor == KillReason.Disconnected ? $"The run's process {Pid} closed its connection to partime, and was killed.{Said}"
            : WasReady ? $"The run's process {Pid} {Status} in the middle of the run.{Said}"
            : $"The run's process {Pid} {Status} before it was ready.{Said}";

    /// <summary>What became of tasks that its workers had claimed and not ended: which of them had begun, nobody can tell.</summary>
    public (Verdict Verdict, TaskFault Fault) Lost =>
        WasEnded ? (Verdict.Cancelled, new TaskFault("", $"The run was ended, and its process {Pid} was killed."))
            : KilledFor == KillReason.Disconnected ? (Verdict.Crashed, new TaskFault("Unreachable", Failure!))
            : (Verdict.Crashed, new TaskFault(Status.Name, $"The run's process {Pid} {Status} when this task had been claimed and had not ended.{Said}"));

    /// <summary>Whether the user wanted it so.</summary>
    private bool WasEnded => KilledFor is KillReason.Interruption or KillReason.End;

    private string Said => OutputTail.Length > 0 ? $" Its last words: {OutputTail}" : "";
}
