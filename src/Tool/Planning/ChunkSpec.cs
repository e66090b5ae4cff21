using System.Globalization;

namespace Partime.Tool.Planning;

/// <summary>Reads what <c>--chunk-size</c> says: <c>1</c> · <c>pool</c> · <c>auto</c>.</summary>
internal sealed record ChunkSpec
{
    /// <summary>In a <see cref="Configuration"/>: workers find the size out as they go.</summary>
    public const int Auto = 0;

    public const string AutoName = "auto";
    private const string PoolName = "pool";
    private const int Most = 1_000_000_000;

    private readonly string text;
    private readonly int number;

    private ChunkSpec(string text, int number) => (this.text, this.number) = (text, number);

    /// <summary>A list of them, as <c>--chunk-size</c> takes it.</summary>
    public static IReadOnlyList<ChunkSpec> ParseList(IEnumerable<string> lists) =>
        [.. lists.SelectMany(list => list.Split(',', StringSplitOptions.TrimEntries)).Select(Parse)];

    public static ChunkSpec Parse(string text)
    {
        var isNumber = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= Most;
        return isNumber || text is AutoName or PoolName
            ? new ChunkSpec(text, number)
            : throw new PartimeException($"--chunk-size {text} is not a whole number from 1 to {Most:N0}, nor 'pool' or 'auto'.");
    }

    /// <summary>The chunk size of a run, or <see cref="Auto"/>.</summary>
    public int For(long tasks, int workers) => text switch
    {
        AutoName => Auto,
        PoolName => Pool(tasks, workers),
        _ => number,
    };

    /// <summary>As <c>multiprocessing.Pool.map</c> computes it: four chunks for every worker, or a few more.</summary>
    private static int Pool(long tasks, int workers)
    {
        var (chunk, extra) = Math.DivRem(tasks, 4L * workers);
        return (int)Math.Max(1, extra > 0 ? chunk + 1 : chunk);
    }
}
