using Partime.Tool.Execution;

namespace Partime.Tool.Processes;

/// <summary>What a worker process does with its orders: the same claim loop as everywhere, at a board that keeps the parent
/// informed.</summary>
internal sealed unsafe class Worker
{
    private readonly IWorkload workload;
    private readonly WorkerControl control;
    private readonly Board board;
    private readonly WorkerBoard seat;
    private readonly WorkerRecord* record;
    private readonly int number;

    public Worker(IWorkload workload, Func<long, WorkItem> items, SharedBoardMemory memory, int number, WorkerControl control)
    {
        this.workload = workload;
        this.control = control;
        this.number = number;
        record = memory.Records + number;
        board = new Board(workload, items, memory);
        seat = new WorkerBoard(board, record, control, memory.MaxTasksPerWorker);
        if (board.Count > 0)
            Rehearse(items);
    }

    /// <summary>Works until no tasks are left.</summary>
    /// <returns>Whether it may work again.</returns>
    public bool Work()
    {
        board.Join();
        do
        {
            control.Renew();
            seat.Drain(number, control.Token);
        }
        // A task that took too long had the token cancelled: it was meant for no other.
        while (control.Token.IsCancellationRequested && !control.IsStopped);
        record->PauseTicks = GC.GetTotalPauseDuration().Ticks;
        return !seat.HasReachedTaskLimit;
    }

    /// <summary>Releases what the workload holds. The process may then end at once.</summary>
    public void End()
    {
        record->PeakRss = seat.HasReachedTaskLimit ? ProcessMemory.PeakRss(Environment.ProcessId) : 0;
        record->Exiting = 1;
        WorkloadLife.End(workload, control);
    }

    /// <summary>At a board and with a record that nobody looks at.</summary>
    private void Rehearse(Func<long, WorkItem> items)
    {
        var nobodys = stackalloc WorkerRecord[1];
        Rehearsal.Run(items, rehearsed => new WorkerBoard(rehearsed, nobodys, control, maxTasks: 0));
    }

    /// <summary>Says what it has used so far, which a warm pool's run does not count.</summary>
    public void WriteUsageBefore()
    {
        ResourceUsage usage;
        _ = LibC.getrusage(LibC.RUSAGE_SELF, &usage);
        record->UserTicksBefore = usage.User.Ticks;
        record->SystemTicksBefore = usage.System.Ticks;
    }
}
