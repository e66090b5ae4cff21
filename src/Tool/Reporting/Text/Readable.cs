using System.Globalization;
using Partime.Tool.Analysis;

namespace Partime.Tool.Reporting;

/// <summary>Numbers for people: three to four significant digits and a unit. Files never use this.</summary>
internal static class Readable
{
    /// <summary>Nothing that is measured takes this long, and a <see cref="TimeSpan"/> does not hold ten times as much.</summary>
    private const double MaxClock = 1e11;

    /// <summary>Longer durations are shown as by a clock.</summary>
    private const double MaxSeconds = 120;

    private const double MaxRatioInOneUnit = 100;

    /// <summary>Smaller ratios are read more easily the other way round.</summary>
    private const double Tenth = 0.095;

    public static string Duration(double seconds) => seconds switch
    {
        double.NaN => "–",
        < 999.5e-9 => Text($"{seconds * 1e9:F0} ns"),
        < 999.5e-6 => ThreeDigits(seconds * 1e6, "µs"),
        < 999.5e-3 => ThreeDigits(seconds * 1e3, "ms"),
        < 9.9995 => Text($"{seconds:F3} s"),
        < 99.995 => Text($"{seconds:F2} s"),
        < MaxSeconds => Text($"{seconds:F1} s"),
        < MaxClock => Clock(TimeSpan.FromSeconds(seconds)),
        _ => Text($"{seconds:G4} s"),
    };

    /// <summary>Hours, minutes and seconds, without days.</summary>
    public static string Clock(TimeSpan time) => Text($"{(long)time.TotalHours}:{time:mm\\:ss}");

    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A number with its noun, which gets an s in the plural.</summary>
    public static string Counted(long count, string one) => count == 1 ? $"1 {one}" : $"{Count(count)} {one}s";

    public static string Tasks(long count) => Counted(count, "task");

    /// <summary>Durations that stand below each other: in one unit and with the same decimals if that shows three digits of each, and otherwise each in a unit of
    /// its own. Their digits end in the same place.</summary>
    public static string[] Durations(double[] seconds)
    {
        var (min, max) = (double.MaxValue, 0.0);
        foreach (var duration in seconds)
            if (duration >= 0)
                (min, max) = (Math.Min(min, duration), Math.Max(max, duration));
        var isOneUnit = min >= 1e-6 && max < MaxSeconds && max <= MaxRatioInOneUnit * min;
        var (unit, name) = max >= 1 ? (1, "s") : max >= 1e-3 ? (1e-3, "ms") : (1e-6, "µs");
        var decimals = isOneUnit ? Math.Clamp((unit == 1 && max < 10 * min ? 3 : 2) - (int)Math.Floor(Math.Log10(min / unit)), 0, 3) : 0;
        var texts = new string[seconds.Length];
        var hasLongUnit = false;
        for (var i = 0; i < texts.Length; i++)
        {
            texts[i] = isOneUnit && seconds[i] >= 0 ? $"{(seconds[i] / unit).ToString($"F{decimals}", CultureInfo.InvariantCulture)} {name}" : Duration(seconds[i]);
            hasLongUnit |= !isOneUnit && texts[i].EndsWith('s') && texts[i][^2] != ' ';
        }
        for (var i = 0; hasLongUnit && i < texts.Length; i++)
            texts[i] = texts[i].EndsWith(" s", StringComparison.Ordinal) ? texts[i] + " " : texts[i];
        return texts;
    }

    /// <summary>In powers of 1,000, as memory and files are shown everywhere else.</summary>
    public static string Bytes(double? bytes) => bytes switch
    {
        null => "–",
        < 999.5 and var few => Text($"{few:F0} B"),
        < 999.5e3 and var some => ThreeDigits(some / 1e3, "kB"),
        < 999.5e6 and var many => ThreeDigits(many / 1e6, "MB"),
        var most => ThreeDigits(most.Value / 1e9, "GB"),
    };

    /// <summary>Numbers of any kind that stand below each other, with their unit: seconds as durations, bytes as sizes, and all else as it is.</summary>
    public static string[] Quantities(double?[] values, string unit)
    {
        var (seconds, texts, areDurations) = (new double[values.Length], new string[values.Length], unit == "s");
        for (var i = 0; i < values.Length; i++)
        {
            seconds[i] = values[i] ?? double.NaN;
            areDurations &= values[i] is null or (>= 0 and < double.PositiveInfinity);
        }
        for (var i = 0; i < values.Length && !areDurations; i++)
            texts[i] = values[i] switch
            {
                null => "–",
                double.NaN => "NaN",
                double.PositiveInfinity => "∞",
                double.NegativeInfinity => "−∞",
                < 0 => $"−{Quantity(-seconds[i], unit)}",
                _ => Quantity(seconds[i], unit),
            };
        return areDurations ? Durations(seconds) : texts;
    }

    private static string Quantity(double value, string unit) => unit switch
    {
        "s" => Duration(value),
        "B" => Bytes(value),
        "" => Digits(value),
        _ => $"{Digits(value)} {unit}",
    };

    /// <summary>All of a whole number, and three or more of another.</summary>
    private static string Digits(double value) => value switch
    {
        >= 1e15 => Text($"{value:G4}"),
        _ when double.IsInteger(value) || value >= 99.95 => Text($"{value:N0}"),
        >= 9.995 => Text($"{value:F1}"),
        >= 0.9995 => Text($"{value:F2}"),
        _ => Text($"{value:G3}"),
    };

    /// <summary>Never 0 for what is more.</summary>
    public static string Number(double? number) => number switch
    {
        null or double.NaN => "–",
        double.PositiveInfinity => "∞",
        > 0 and < Tenth and var small => small.ToString("G2", CultureInfo.InvariantCulture),
        >= 100 and var large => Text($"{large:N0}"),
        var value => Text($"{value:F2}"),
    };

    public static string Interval(Interval? interval) => interval is { } ends ? $"{Number(ends.Low)}–{Number(ends.High)}" : "–";

    /// <summary><c>1.93 ×</c>, or <c>263 × slower</c>.</summary>
    public static string SpeedUp(double? ratio) => ratio is > 0 and < Tenth ? $"{Times(1 / ratio.Value)} × slower" : ratio is { } value ? $"{Number(value)} ×" : "–";

    /// <summary>The interval of a speed-up, written as <see cref="SpeedUp"/> writes the speed-up itself.</summary>
    public static string SpeedUpInterval(Estimate? speedUp) =>
        speedUp is { Value: > 0 and < Tenth, Interval: { Low: > 0 } slow } ? $"{Times(1 / slow.High)}–{Times(1 / slow.Low)} × slower" : Interval(speedUp?.Interval);

    /// <summary><c>1.93 times as fast as serial</c>, or <c>263 times as slow as serial</c>.</summary>
    public static string TimesAsFast(double ratio, string other) => ratio is > 0 and < Tenth ? $"{Times(1 / ratio)} times as slow as {other}" : $"{Number(ratio)} times as fast as {other}";

    /// <summary>A fraction with the digits that matter.</summary>
    public static string Percent(double? fraction) => fraction switch
    {
        { } value when value >= 0.1 => Text($"{value * 100:F0}%"),
        { } value when value < 0.001 => Text($"{value * 100:F2}%"),
        { } value => Text($"{value * 100:F1}%"),
        null => "–",
    };

    /// <summary>The half-width of an interval. It is a factor in both directions, so a percentage above 100 would mislead.</summary>
    public static string Precision(double? fraction) => fraction > 1 ? ">100%" : Percent(fraction);

    private static string Times(double ratio) => ratio < 99.95 ? Text($"{ratio:F1}") : Text($"{ratio:N0}");

    private static string ThreeDigits(double number, string unit) =>
        number < 99.95 ? Text($"{number:F1} {unit}") : Text($"{number:F0} {unit}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
