using System.Globalization;

namespace Partime.Tool;

/// <summary>Fractions as users write them: <c>2.5%</c>.</summary>
internal static class Percentage
{
    /// <param name="setting">What it is for, as the message begins.</param>
    /// <param name="text">A number and <c>%</c>.</param>
    /// <param name="min">The smallest fraction allowed.</param>
    /// <param name="max">The largest.</param>
    /// <returns>The fraction, 0.025 for <c>2.5%</c>.</returns>
    public static double Parse(string setting, string text, double min, double max) =>
        TryParse(text, out var fraction) && fraction >= min && fraction <= max
            ? fraction
            : throw new PartimeException($"{setting} '{text}' is not a percentage from {Format(min)} to {Format(max)}, such as 2.5%.");

    public static bool TryParse(string text, out double fraction)
    {
        var digits = text.EndsWith('%') ? text[..^1].TrimEnd() : "";
        var isNumber = decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number);
        fraction = (double)(number / 100);
        return isNumber;
    }

    public static string Format(double fraction) => ((decimal)fraction * 100).ToString("0.####", CultureInfo.InvariantCulture) + "%";
}
