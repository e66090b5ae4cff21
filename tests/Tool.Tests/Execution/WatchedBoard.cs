using System.Collections.Concurrent;

namespace Partime.Tool.Tests.Execution;

/// <summary>A board that notes what the contract forbids: worker numbers out of range, and two flows with one number.</summary>
internal sealed class WatchedBoard(ITaskBoard board, int workers) : ITaskBoard
{
    private readonly int[] busy = new int[workers];
    private int underWay;
    private int mostUnderWay;

    public ConcurrentBag<string> Offences { get; } = [];

    public int MostUnderWay => mostUnderWay;

    public long Count => board.Count;

    public bool TryClaim(int worker, out TaskRange range)
    {
        Check(worker);
        return board.TryClaim(worker, out range);
    }

    public void Run(long index, int worker, CancellationToken cancellationToken)
    {
        Enter(worker);
        board.Run(index, worker, cancellationToken);
        Leave(worker);
    }

    public async ValueTask RunAsync(long index, int worker, CancellationToken cancellationToken)
    {
        Enter(worker);
        await board.RunAsync(index, worker, cancellationToken);
        Leave(worker);
    }

    public WorkItem GetItem(long index) => board.GetItem(index);

    public void Record(in TaskRecord record) => board.Record(in record);

    private void Enter(int worker)
    {
        Check(worker);
        if (Interlocked.Exchange(ref busy[worker], 1) != 0)
            Offences.Add($"worker {worker} runs two tasks at once");
        var now = Interlocked.Increment(ref underWay);
        for (var most = mostUnderWay; now > most; most = mostUnderWay)
            Interlocked.CompareExchange(ref mostUnderWay, now, most);
    }

    private void Leave(int worker)
    {
        Interlocked.Decrement(ref underWay);
        Volatile.Write(ref busy[worker], 0);
    }

    private void Check(int worker)
    {
        if (worker < 0 || worker >= workers)
            Offences.Add($"there is no worker {worker}");
    }
}
