using System.Globalization;

namespace Partime.Tool;

/// <summary>Fractions as users write them: <c>2.5%</c>.</summary>
internal static class Percentage
{
    /// <returns>The fraction, 0.025 for <c>2.5%</c>.</returns>
    public static double Parse(string option, string text, double least, double most)
    {
        var digits = text.EndsWith('%') ? text[..^1].TrimEnd() : "";
        return decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && (double)(number / 100) is var fraction && fraction >= least && fraction <= most
                ? fraction
                : throw new PartimeException($"{option} {text} is not a percentage from {Format(least)} to {Format(most)}, such as 2.5%.");
    }

    public static string Format(double fraction) => ((decimal)fraction * 100).ToString("0.####", CultureInfo.InvariantCulture) + "%";
}
