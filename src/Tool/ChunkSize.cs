using System.Globalization;

namespace Partime.Tool;

/// <summary>How many consecutive tasks a worker claims at once: a number, or automatic. It has no references, so that a board which several processes
/// share can hold it.</summary>
internal readonly record struct ChunkSize
{
    public const string AutoName = "auto";

    /// <summary>0 for automatic.</summary>
    private readonly int number;

    public ChunkSize(int number)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        this.number = number;
    }

    /// <summary>Each worker adapts its chunks to how long its tasks take.</summary>
    public static ChunkSize Auto => default;

    /// <summary><see langword="null"/> for automatic.</summary>
    public int? Number => number == 0 ? null : number;

    /// <summary>The size of a worker's first chunk: automatic chunks grow from one task. Read for every claim, so it is free of branches.</summary>
    public int First => Math.Max(1, number);

    /// <summary>False only for memory that something else has written to.</summary>
    public bool IsPossible => number >= 0;

    public static implicit operator ChunkSize(int number) => new(number);

    /// <returns><see langword="null"/> if the text is not as <see cref="ToString"/> writes it.</returns>
    public static ChunkSize? FromText(string text) =>
        text == AutoName ? Auto
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? new ChunkSize(number)
        : null;

    public override string ToString() => Number?.ToString(CultureInfo.InvariantCulture) ?? AutoName;
}
