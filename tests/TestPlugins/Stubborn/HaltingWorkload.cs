namespace Partime.TestPlugins;

/// <summary>A session that stops at a known place, until it is killed, and that runs through once there is the file that its input names.</summary>
[Workload("halting", "Creates the file '<input>.begun' at one of its calls and waits for its token, unless the input's file is there.")]
public sealed class HaltingWorkload : IBlockingWorkload
{
    private int calls;

    [Option("call", "The call that waits, from 1.")]
    public int Call { get; set; } = 1;

    [Option("seconds", "How long each of the other calls takes.", Default = "0")]
    public double Seconds { get; set; }

    public WorkResult Run(WorkItem item, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref calls) == Call && !File.Exists(item.Text))
        {
            File.WriteAllText($"{item.Text}.begun", "");
            cancellationToken.WaitHandle.WaitOne();
            cancellationToken.ThrowIfCancellationRequested();
        }
        Thread.Sleep(TimeSpan.FromSeconds(Seconds));
        return WorkResult.Of(0);
    }
}
