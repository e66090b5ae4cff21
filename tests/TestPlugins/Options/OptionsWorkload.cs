using System.IO.Compression;

namespace Partime.TestPlugins;

/// <summary>Has an option of every type that there is.</summary>
[Workload("options", "Shows its options.", SampleInputs = "1", Deterministic = false)]
[Metric("bytes", "B", "What it would transfer.")]
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

    [Option("positive", "A number above zero.")]
    public int Positive
    {
        get => positive;
        set => positive = value > 0 ? value : throw new ArgumentException("give a number above zero");
    }

    public WorkResult Run(WorkItem item, CancellationToken cancellationToken) => WorkResult.Of(Name);
}
