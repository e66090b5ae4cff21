using System.Globalization;

namespace Partime.Tool.Planning;

/// <summary>How many rounds are measured: a number of them, or as many as it takes to know every median well enough.</summary>
/// <param name="Fixed">The number; <see langword="null"/> for as many as it takes.</param>
internal sealed record RoundsSpec(int? Fixed)
{
    public const string AutoName = "auto";

    /// <summary>Of fewer, nobody can say how well a median is known.</summary>
    public const int FewestAuto = 3;

    /// <summary>Whoever is not precise by then has a machine that will not be, or runs that are too short.</summary>
    public const int MostAuto = 100;

    private const double LeastPrecision = 0.0001;
    private const double MostPrecision = 1;

    public static readonly RoundsSpec Auto = new((int?)null);

    /// <summary>How far the 95 % interval of every median may reach from it, as a fraction of it.</summary>
    public double Precision { get; init; } = 0.025;

    /// <summary>How much time may be measured, summed over all runs that count.</summary>
    public TimeSpan Budget { get; init; } = TimeSpan.FromSeconds(30);

    /// <param name="rounds">What <c>--rounds</c> says, a number or <c>auto</c>.</param>
    /// <param name="precision">What <c>--precision</c> says, such as <c>2.5%</c>.</param>
    /// <param name="budget">What <c>--budget</c> says, such as <c>30s</c>.</param>
    public static RoundsSpec Parse(string? rounds, string? precision, string? budget)
    {
        if (rounds is not (null or AutoName) && (precision ?? budget) is not null)
            throw new PartimeException($"--rounds {rounds} is a fixed number, for which {(precision is null ? "--budget" : "--precision")} has no meaning: leave one of them out.");
        var auto = new RoundsSpec(rounds is null or AutoName ? null : Number(rounds));
        return auto with
        {
            Precision = precision is null ? auto.Precision : Percentage.Parse("--precision", precision, LeastPrecision, MostPrecision),
            Budget = budget is null ? auto.Budget : Time(budget),
        };
    }

    /// <summary>As it would be typed, but always whole.</summary>
    public override string ToString() => Fixed is { } number
        ? string.Create(CultureInfo.InvariantCulture, $"{number} {(number == 1 ? "round" : "rounds")}")
        : $"auto rounds to {Percentage.Format(Precision)} within {Duration.Format(Budget)}";

    private static int Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= Plan.MostRounds
            ? number
            : throw new PartimeException($"--rounds {text} is neither '{AutoName}' nor a whole number from 1 to {Plan.MostRounds:N0}.");

    private static TimeSpan Time(string text) =>
        Duration.TryParse(text, out var time) && time > TimeSpan.Zero
            ? time
            : throw new PartimeException($"--budget {text} is not a duration longer than nothing, such as {Duration.Examples}.");
}
