using Partime.Tool.Plugins;

namespace Partime.Tool.Tests.Plugins;

public sealed unsafe class ExecutorActivationTests
{
    private static readonly PluginCatalog Catalog = TestPlugin.Catalog("PluginExecutor");

    [Fact]
    public void ARecipeThatWasReadMakesTheSameExecutor()
    {
        var loaded = Catalog.CreateExecutor(Catalog.FindExecutor("paced"), [new Setting("pause", "1.5s"), new Setting("token", "é漢😀")]);
        var activation = loaded.ToActivation();

        var made = Read(activation).Construct(PluginCatalog.ActivationOf(Catalog.FindWorkload("sleep"), []), new PluginActivator());

        Assert.Equal(loaded.Parameters, PluginOptions.Read(made, activation.Info));
        Assert.Equal(TimeSpan.FromSeconds(1.5), made.GetType().GetProperty("Pause")!.GetValue(made));
        Assert.Equal("é漢😀", made.GetType().GetProperty("Token")!.GetValue(made));
    }

    [Fact]
    public void AnExecutorFromTheWorkloadsAssemblySharesWhatIsStaticInIt()
    {
        var workload = PluginCatalog.ActivationOf(Catalog.FindWorkload("paced"), []);
        var activator = new PluginActivator(workload.Dependencies);
        var activation = Catalog.CreateExecutor(Catalog.FindExecutor("paced"), []).ToActivation();

        Assert.Same(workload.Construct(activator).GetType().Assembly, Read(activation).Construct(workload, activator).GetType().Assembly);
    }

    [Fact]
    public void PartimesOwnAreThoseOfThisProcess()
    {
        var activation = Catalog.CreateExecutor(Catalog.FindExecutor("threads"), [new Setting("stack-size", "1MiB")]).ToActivation();
        var made = Read(activation).Construct(PluginCatalog.ActivationOf(Catalog.FindWorkload("sleep"), []), new PluginActivator());

        Assert.Equal(new ByteSize(1 << 20), Assert.IsType<Partime.Tool.Execution.ThreadsExecutor>(made).StackSize);
    }

    private static ExecutorActivation Read(ExecutorActivation activation)
    {
        fixed (byte* start = activation.ToBytes())
            return ExecutorActivation.Read(start);
    }
}
