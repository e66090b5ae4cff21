using System.Runtime.CompilerServices;
using Partime.Tool.Execution;

namespace Partime.Tool.Processes;

/// <summary>The board as one worker process sees it. It writes down where the worker is before each task, so that its death
/// says which task was under way and which had been claimed and not begun.</summary>
internal sealed unsafe class WorkerBoard(Board board, WorkerRecord* record, WorkerControl control, int maxTasks) : ITaskBoard
{
    private long tasksLeft = maxTasks > 0 ? maxTasks : long.MaxValue;

    /// <summary>Whether the worker has run as many tasks as a process may.</summary>
    public bool HasReachedTaskLimit => tasksLeft == 0;

    public long Count => board.Count;

    [MethodImpl(HotPath.Options)]
    public bool TryClaim(int worker, out TaskRange range)
    {
        range = default;
        if (HasReachedTaskLimit || board.IsStopped)
            return false;
        if (record->Next >= record->End)
        {
            if (!board.TryClaim(worker, out var claim))
                return false;
            // In this order: seen half-written, it is an empty range.
            Volatile.Write(ref record->Next, claim.Start);
            Volatile.Write(ref record->End, claim.End);
        }
        range = new TaskRange(record->Next, record->Next + Math.Min(record->End - record->Next, tasksLeft));
        return true;
    }

    [MethodImpl(HotPath.Options)]
    public void Run(long index, int worker, CancellationToken cancellationToken)
    {
        if (board.IsStopped)
            return;
        record->Running = index;
        record->Next = index + 1;
        Volatile.Write(ref record->Begun, record->Begun + 1);
        tasksLeft--;
        // One attempt: the next one is begun as a task is, with its time counted anew.
        if (board.RunOnce(index, worker, cancellationToken))
            record->Next = index;
        else if (cancellationToken.IsCancellationRequested)
            Settle(index, worker);
    }

    public ValueTask RunAsync(long index, int worker, CancellationToken cancellationToken) =>
        throw new NotSupportedException("A worker process runs one task at a time.");

    public WorkItem GetItem(long index) => board.GetItem(index);

    public void Record(in TaskRecord record) => board.Record(in record);

    /// <summary>The token was cancelled while the task ran: because it took too long, or because the one before it did.</summary>
    private void Settle(long index, int worker)
    {
        if (control.IsStopped)
            return;
        if (control.IsOverdue(record->Begun))
        {
            if (board.RunOutOfTime(index, worker))
                record->Next = index;
        }
        else if (board.Log.Slots[(int)index].Verdict != Verdict.Ok)
        {
            // The word came late and hit the wrong task, which is run again as if nothing had been.
            board.Log.Forget(index);
            record->Next = index;
        }
    }
}
