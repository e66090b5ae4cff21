using System.Globalization;

namespace Partime.Tool;

/// <summary>Durations as users write them: a number and its unit, <c>500ms</c>, <c>1.5s</c>, <c>2m</c>, <c>1h</c>, <c>7d</c>.</summary>
internal static class Duration
{
    /// <summary>For messages: what a duration looks like.</summary>
    public const string Examples = "500ms, 1.5s, 2m or 1h";

    public static bool TryParse(ReadOnlySpan<char> text, out TimeSpan duration)
    {
        duration = default;
        var unitAt = text.LastIndexOfAnyInRange('0', '9') + 1;
        if (TicksPer(text[unitAt..]) is not { } ticksPerUnit)
            return false;

        // Decimal, so that 0.1s is exactly a tenth of a second.
        if (!decimal.TryParse(text[..unitAt], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            || number > TimeSpan.MaxValue.Ticks / ticksPerUnit)
            return false;

        duration = TimeSpan.FromTicks((long)(number * ticksPerUnit));
        return true;
    }

    /// <summary>Always in seconds, so that a column of durations has one unit: <c>0.5s</c>, <c>90s</c>.</summary>
    public static string Format(TimeSpan duration) =>
        string.Create(CultureInfo.InvariantCulture, $"{(decimal)duration.Ticks / TimeSpan.TicksPerSecond}s");

    private static long? TicksPer(ReadOnlySpan<char> unit) => unit switch
    {
        "ms" => TimeSpan.TicksPerMillisecond,
        "s" => TimeSpan.TicksPerSecond,
        "m" => TimeSpan.TicksPerMinute,
        "h" => TimeSpan.TicksPerHour,
        "d" => TimeSpan.TicksPerDay,
        _ => null,
    };
}
