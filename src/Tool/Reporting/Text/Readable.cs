using System.Globalization;
using Partime.Tool.Analysis;

namespace Partime.Tool.Reporting;

/// <summary>Numbers for people: three to four significant digits and a unit. Files never use this.</summary>
internal static class Readable
{
    /// <summary>Nothing that is measured takes this long, and a <see cref="TimeSpan"/> does not hold ten times as much.</summary>
    private const double MaxClock = 1e11;

    public static string Duration(double seconds) => seconds switch
    {
        double.NaN => "–",
        < 1e-6 => Text($"{seconds * 1e9:F0} ns"),
        < 1e-3 => ThreeDigits(seconds * 1e6, "µs"),
        < 1 => ThreeDigits(seconds * 1e3, "ms"),
        < 9.9995 => Text($"{seconds:F3} s"),
        < 99.995 => Text($"{seconds:F2} s"),
        < 120 => Text($"{seconds:F1} s"),
        < MaxClock => Clock(TimeSpan.FromSeconds(seconds)),
        _ => Text($"{seconds:G4} s"),
    };

    /// <summary>Hours, minutes and seconds, without days.</summary>
    public static string Clock(TimeSpan time) => Text($"{(long)time.TotalHours}:{time:mm\\:ss}");

    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A number with its noun, which gets an s in the plural.</summary>
    public static string Counted(long count, string one) => count == 1 ? $"1 {one}" : $"{Count(count)} {one}s";

    public static string Tasks(long count) => Counted(count, "task");

    public static string Number(double? number) => number is { } value ? Text($"{value:F2}") : "–";

    public static string Interval(Interval? interval) => interval is { } ends ? Text($"{ends.Low:F2}–{ends.High:F2}") : "–";

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

    private static string ThreeDigits(double number, string unit) =>
        number < 99.95 ? Text($"{number:F1} {unit}") : Text($"{number:F0} {unit}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
