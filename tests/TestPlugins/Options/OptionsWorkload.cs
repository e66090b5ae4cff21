using System.IO.Compression;

namespace Partime.TestPlugins;

/// <summary>Has an option of every type that there is.</summary>
[Workload("options", "Shows its options.", SampleInputs = "1", Deterministic = false)]
[Metric("bytes", "B", "What it would transfer.", Aggregate = MetricAggregate.Sum)]
[Metric("retries", "")]
public sealed class OptionsWorkload : OptionsBase, IBlockingWorkload
{
    private int positive = 1;

    [Option("name", "Text.", Default = "moon")]
    public string Name { get; set; } = "";

    [Option("on", "Yes or no.")]
    public bool On { get; set; }

    [Option("small", "A byte.")]
    public byte Small { get; set; }

    [Option("count", "A whole number.", Default = "3")]
    public int Count { get; set; }

    [Option("big", "A large whole number.")]
    public long Big { get; set; }

    [Option("ratio", "A number.")]
    public double Ratio { get; set; } = 0.5;

    [Option("price", "An exact number.")]
    public decimal Price { get; set; }

    [Option("limit", "A whole number or nothing.")]
    public int? Limit { get; set; }

    [Option("color", "One of a few.", Default = "Green")]
    public Color Color { get; set; }

    [Option("level", "One of what .NET has.")]
    public CompressionLevel Level { get; set; }

    [Option("wait", "A duration.", Default = "1.5s")]
    public TimeSpan Wait { get; set; }

    [Option("header", "Any number of texts.")]
    public string[] Headers { get; set; } = [];

    [Option("token", "A secret.", Secret = true)]
    public string? Token { get; set; }

    [Option("pin", "A secret number.", Secret = true)]
    public int? Pin { get; set; }

    [Option("size", "A size.", Default = "64KiB")]
    public ByteSize Size { get; set; }

    [Option("cap", "A size or nothing.")]
    public ByteSize? Cap { get; set; }

    [Option("counts", "Any number of whole numbers.", Default = "1,2")]
    public int[] Counts { get; set; } = [];

    [Option("sizes", "Any number of sizes, none of them tiny.", Min = "1KiB")]
    public ByteSize[] Sizes { get; set; } = [];

    [Option("waits", "Any number of durations.")]
    public TimeSpan[] Waits { get; set; } = [];

    [Option("colors", "Any number of a few.")]
    public Color[] Colors { get; set; } = [];

    [Option("percent", "A whole number within a range.", Min = "0", Max = "100")]
    public int? Percent { get; set; }

    [Option("port", "A whole number that is never negative, within a range.", Min = "1", Max = "1023")]
    public ushort Port { get; set; } = 80;

    [Option("factor", "A number with an upper end.", Max = "2.5")]
    public double Factor { get; set; }

    [Option("fee", "An exact number with a lower end.", Min = "0.01")]
    public decimal Fee { get; set; } = 1;

    [Option("pause", "A duration within a range.", Min = "10ms", Max = "1m")]
    public TimeSpan Pause { get; set; } = TimeSpan.FromSeconds(1);

    [Option("buffer", "A size within a range.", Min = "4KiB", Max = "1.5MiB")]
    public ByteSize Buffer { get; set; } = new(8192);

    [Option("positive", "A number above zero.")]
    public int Positive
    {
        get => positive;
        set => positive = value > 0 ? value : throw new ArgumentException("give a number above zero");
    }

    [Option("server", "An address.")]
    public Uri? Server { get; set; }

    [Option("since", "A date and time.", Default = "2026-01-01")]
    public DateTimeOffset Since { get; set; }

    [Option("id", "A GUID or nothing.")]
    public Guid? Id { get; set; }

    [Option("servers", "Any number of addresses.")]
    public List<Uri> Servers { get; set; } = [];

    [Option("ports", "Any number of numbers.", Default = "80")]
    public IReadOnlyList<ushort> Ports { get; set; } = [];

    [Option("tags", "Any number of texts.")]
    public List<string> Tags { get; set; } = [];

    public WorkResult Run(WorkItem item, CancellationToken cancellationToken) => WorkResult.Of(Name);
}
