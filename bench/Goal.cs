using System.Globalization;

namespace Partime.Bench;

/// <summary>Measured values beside what they should not exceed.</summary>
internal static class Goal
{
    /// <param name="what">The heading of the line.</param>
    /// <param name="details">What the values were made of.</param>
    /// <param name="values">One for each repetition; held against the goal by their median.</param>
    /// <param name="atMost">The goal; none if the line is there for comparison only.</param>
    public static void Print(string what, string details, IEnumerable<double> values, double? atMost = null)
    {
        var sorted = values.Order().ToList();
        var median = sorted[sorted.Count / 2];
        var verdict = atMost is not { } most ? "" : string.Create(CultureInfo.InvariantCulture, $"   goal {most:G4}: {(median <= most ? "met" : "MISSED")}");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-52} {details,-44} {median,8:G4} ({sorted[0]:G4}–{sorted[^1]:G4}){verdict}"));
    }
}
