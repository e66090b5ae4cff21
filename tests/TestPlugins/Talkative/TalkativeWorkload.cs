namespace Partime.TestPlugins;

/// <summary>Prints where partime's own data may be going.</summary>
[Workload("talkative", "Prints a line when it is made, started and run.")]
public sealed class TalkativeWorkload : IBlockingWorkload
{
    public TalkativeWorkload() => Console.WriteLine("chatter: made");

    public ValueTask StartAsync(CancellationToken cancellationToken)
    {
        Console.WriteLine("chatter: started");
        return ValueTask.CompletedTask;
    }

    public WorkResult Run(WorkItem item, CancellationToken cancellationToken)
    {
        Console.WriteLine("chatter: run");
        return WorkResult.Of(item.Text);
    }
}
