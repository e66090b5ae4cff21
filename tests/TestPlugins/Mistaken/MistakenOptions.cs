namespace Partime.TestPlugins;

public enum Pace
{
    Slow,
    Fast,
}

[Workload("mistaken-options", "Has options that partime cannot set.", SampleInputs = "1")]
public sealed class MistakenOptions : BlockingWorkload
{
    [Option("address", "Is of a type that no option has.")]
    public Version? Address { get; set; }

    [Option("fixed", "Has no setter.")]
    public int Fixed { get; }

    [Option("hidden", "Is not public.")]
    internal int Hidden { get; set; }

    [Option("port", "Is above the maximum of its type.", Default = "70000")]
    public ushort Port { get; set; }

    [Option("pace", "Is none of its members.", Default = "medium")]
    public Pace Pace { get; set; }

    [Option("sizes", "Has one value below its range.", Default = "4KiB,1B", Min = "1KiB")]
    public ByteSize[] Sizes { get; set; } = [];

    [Option("wait", "Has no unit.", Min = "5")]
    public TimeSpan Wait { get; set; }

    [Option("ratio", "Has an empty range.", Min = "1", Max = "0.5")]
    public double? Ratio { get; set; }

    [Option("name", "Is text, and has a range.", Max = "z")]
    public string Name { get; set; } = "";

    [Option("level", "Starts with another value.", Default = "5")]
    public int Level { get; set; } = 4;

    [Option("key", "Is required, and has a default.", Required = true, Default = "x")]
    public string Key { get; set; } = "";

    public override WorkResult Run(WorkItem item, CancellationToken cancellationToken) => WorkResult.Of(Level);
}
