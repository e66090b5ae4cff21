using System.Globalization;

namespace Partime.Tool.Planning;

/// <summary>How many rounds are measured: a fixed number, or until every median is precise enough.</summary>
/// <param name="Fixed"><see langword="null"/> for until every median is precise enough.</param>
internal sealed record RoundsSpec(int? Fixed)
{
    public const string AutoName = "auto";

    /// <summary>Fewer rounds give no confidence interval.</summary>
    public const int MinAuto = 3;

    /// <summary>After that many rounds, more of them rarely help: the machine is too noisy, or the runs are too short.</summary>
    public const int MaxAuto = 100;

    private const int MaxFixed = 1_000_000_000;
    private const double MinPrecision = 0.0001;
    private const double MaxPrecision = 1;

    public static readonly RoundsSpec Auto = new((int?)null);

    /// <summary>Target half-width of each median's 95% confidence interval, as a fraction of the median.</summary>
    public double Precision { get; init; } = 0.025;

    /// <summary>The largest sum of the wall times of all runs that count.</summary>
    public TimeSpan Budget { get; init; } = TimeSpan.FromSeconds(30);

    /// <param name="rounds">A number or <c>auto</c>.</param>
    /// <param name="precision">Such as <c>2.5%</c>.</param>
    /// <param name="budget">Such as <c>30s</c>.</param>
    public static RoundsSpec Parse(string? rounds, string? precision, string? budget)
    {
        if (rounds is not (null or AutoName) && (precision ?? budget) is not null)
            throw new PartimeException($"The number of rounds '{rounds}' is fixed, so {(precision is null ? $"the budget '{budget}'" : $"the precision '{precision}'")} has no effect. Leave one of them out.");
        var auto = new RoundsSpec(rounds is null or AutoName ? null : Number(rounds));
        return auto with
        {
            Precision = precision is null ? auto.Precision : Percentage.Parse("The precision", precision, MinPrecision, MaxPrecision),
            Budget = budget is null ? auto.Budget : Time(budget),
        };
    }

    /// <summary>With all settings, also those that have their default.</summary>
    public override string ToString() => Fixed is { } number
        ? string.Create(CultureInfo.InvariantCulture, $"{number} {(number == 1 ? "round" : "rounds")}")
        : $"auto rounds to {Percentage.Format(Precision)} within {Duration.Format(Budget)}";

    /// <returns><see langword="null"/> if the text is not as <see cref="ToString"/> writes it.</returns>
    public static RoundsSpec? FromText(string text) => text.Split(' ') switch
    {
        [var number, "round" or "rounds"] when int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var rounds) => new RoundsSpec(rounds),
        [AutoName, "rounds", "to", var precision, "within", var budget]
            when Percentage.TryParse(precision, out var fraction) && Duration.TryParse(budget, out var time) => Auto with { Precision = fraction, Budget = time },
        _ => null,
    };

    private static int Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= MaxFixed
            ? number
            : throw new PartimeException($"The number of rounds '{text}' is neither '{AutoName}' nor a whole number from 1 to {MaxFixed:N0}.");

    private static TimeSpan Time(string text) =>
        Duration.TryParse(text, out var time) && time > TimeSpan.Zero
            ? time
            : throw new PartimeException($"The budget '{text}' must be a positive duration, such as {Duration.Examples}.");
}
