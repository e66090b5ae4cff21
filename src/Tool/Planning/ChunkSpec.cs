using System.Globalization;

namespace Partime.Tool.Planning;

/// <summary>A chunk size as users write it: <c>1</c> · <c>auto</c> · <c>pool</c>.</summary>
internal sealed record ChunkSpec
{
    private const string PoolName = "pool";
    private const int Max = 1_000_000_000;

    /// <summary><see langword="null"/> for <c>pool</c>, which depends on the run.</summary>
    private readonly ChunkSize? size;

    private ChunkSpec(ChunkSize? size) => this.size = size;

    public static ChunkSpec Default { get; } = new((ChunkSize)1);

    /// <summary>Reads comma-separated lists.</summary>
    public static IReadOnlyList<ChunkSpec> ParseList(IEnumerable<string> lists) =>
        [.. lists.SelectMany(list => list.Split(',', StringSplitOptions.TrimEntries)).Select(Parse)];

    public static ChunkSpec Parse(string text) => text switch
    {
        PoolName => new ChunkSpec(size: null),
        ChunkSize.AutoName => new ChunkSpec(ChunkSize.Auto),
        _ => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= Max
            ? new ChunkSpec((ChunkSize)number)
            : throw new PartimeException($"The chunk size '{text}' is neither 'pool' nor 'auto' nor a whole number from 1 to {Max:N0}."),
    };

    /// <summary>As users write it.</summary>
    public override string ToString() => size?.ToString() ?? PoolName;

    public ChunkSize For(long tasks, int workers) => size ?? Pool(tasks, workers);

    /// <summary>As <c>multiprocessing.Pool.map</c> computes it: four chunks for every worker, or a few more.</summary>
    private static int Pool(long tasks, int workers)
    {
        var (chunk, extra) = Math.DivRem(tasks, 4L * workers);
        return (int)Math.Max(1, extra > 0 ? chunk + 1 : chunk);
    }
}
