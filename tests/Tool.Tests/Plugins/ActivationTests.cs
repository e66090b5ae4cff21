using Partime.Tool.Plugins;

namespace Partime.Tool.Tests.Plugins;

public sealed unsafe class ActivationTests
{
    private static readonly PluginCatalog Catalog = TestPlugin.Catalog("PluginExecutor");

    private static readonly Setting[] Settings =
    [
        new("name", "é漢😀 with = and ,"), new("count", "7"), new("header", "one"), new("header", "two"), new("token", "secret"),
        new("sizes", "1KiB,2MB"), new("sizes", "1GiB"), new("percent", "7"),
    ];

    [Fact]
    public void ReadingAnActivationTakesItsBytesAndNoMore()
    {
        var activation = PluginCatalog.ActivationOf(TestPlugin.Catalog("Options").FindWorkload("options"), Settings);
        var bytes = activation.ToBytes();
        var read = Read([.. bytes, 1, 2, 3], out var length);

        Assert.Equal(bytes.Length, length);
        Assert.Equal((activation.Info.Name, activation.Info.TypeName, activation.Info.TypeToken, activation.Info.AssemblyPath, activation.Dependencies.StandsAlone),
            (read.Info.Name, read.Info.TypeName, read.Info.TypeToken, read.Info.AssemblyPath, read.Dependencies.StandsAlone));
        Assert.Equal(activation.Values.Select(option => option.Texts), read.Values.Select(option => option.Texts));
        Assert.Equal(activation.Values.Select(option => option.IsSet), read.Values.Select(option => option.IsSet));
        Assert.Equal(
            activation.Info.Options.Select(option => (option.Name, option.Type, option.Secret, option.PropertyName)),
            read.Info.Options.Select(option => (option.Name, option.Type, option.Secret, option.PropertyName)));
    }

    [Fact]
    public void AnActivationThatWasReadConstructsTheSameWorkload()
    {
        var activation = PluginCatalog.ActivationOf(TestPlugin.Catalog("Options").FindWorkload("options"), Settings);
        var read = Read(activation.ToBytes(), out _);

        var here = PluginOptions.Read(activation.Construct(new PluginActivator()), activation.Info);
        var there = PluginOptions.Read(read.Construct(new PluginActivator(read.Dependencies)), activation.Info);

        Assert.Equal(here, there);
        Assert.Contains(there, parameter => parameter is { Name: "name", Text: "é漢😀 with = and ," });
    }

    [Fact]
    public void AnActivationThatWasReadConstructsTheSameExecutor()
    {
        var loaded = Catalog.CreateExecutor(Catalog.FindExecutor("paced"), [new Setting("pause", "1.5s"), new Setting("token", "é漢😀")]);
        var activation = loaded.ToActivation();

        var made = Read(activation).Construct(PluginCatalog.ActivationOf(Catalog.FindWorkload("sleep"), []), new PluginActivator());

        Assert.Equal(loaded.Parameters, PluginOptions.Read(made, activation.Info));
        Assert.Equal(TimeSpan.FromSeconds(1.5), made.GetType().GetProperty("Pause")!.GetValue(made));
        Assert.Equal("é漢😀", made.GetType().GetProperty("Token")!.GetValue(made));
    }

    [Fact]
    public void AnExecutorInTheWorkloadsAssemblySharesItsStaticFields()
    {
        var workload = PluginCatalog.ActivationOf(Catalog.FindWorkload("paced"), []);
        var activator = new PluginActivator(workload.Dependencies);
        var activation = Catalog.CreateExecutor(Catalog.FindExecutor("paced"), []).ToActivation();

        Assert.Same(workload.Construct(activator).GetType().Assembly, Read(activation).Construct(workload, activator).GetType().Assembly);
    }

    [Fact]
    public void ABundledExecutorIsConstructedFromTheAssemblyOfThisProcess()
    {
        var activation = Catalog.CreateExecutor(Catalog.FindExecutor("threads"), [new Setting("stack-size", "1MiB")]).ToActivation();
        var made = Read(activation).Construct(PluginCatalog.ActivationOf(Catalog.FindWorkload("sleep"), []), new PluginActivator());

        Assert.Equal(new ByteSize(1 << 20), Assert.IsType<Partime.Tool.Execution.ThreadsExecutor>(made).StackSize);
    }

    private static WorkloadActivation Read(byte[] bytes, out long length)
    {
        fixed (byte* start = bytes)
        {
            var at = start;
            var activation = WorkloadActivation.Read(ref at);
            length = at - start;
            return activation;
        }
    }

    private static ExecutorActivation Read(ExecutorActivation activation)
    {
        fixed (byte* start = activation.ToBytes())
            return ExecutorActivation.Read(start);
    }
}
