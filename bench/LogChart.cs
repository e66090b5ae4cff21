using System.Globalization;
using System.Security;
using System.Text;

namespace Partime.Bench;

/// <summary>Lines over seconds, with both axes logarithmic, as a picture that follows the reader's choice of dark or light. What is 0 has a place of its own at the left.</summary>
internal sealed class LogChart(string title, string below, string across, string up)
{
    private const int Width = 860;
    private const int Height = 615;
    private const int Left = 80;
    private const int Right = 25;
    private const int Top = 60;
    private const int Bottom = 60;
    private const int LegendWidth = 260;
    private const int LegendLine = 19;

    /// <summary>Powers of ten. 0 stands where 10 ns would.</summary>
    private const int From = -8;
    private const int To = 0;

    /// <summary>Readable on white and on black.</summary>
    private static readonly string[] Colours = ["#d55e00", "#0072b2", "#009e73", "#cc79a7", "#b8860b", "#56b4e9", "#8c6bb1", "#e0457b", "#7f9f3f", "#888888", "#6f7f8f"];

    private readonly List<(string Name, List<(double X, double Y)> Points, string Dashes)> lines = [];

    public void Add(string name, List<(double X, double Y)> points, bool isDashed) => lines.Add((name, points, isDashed ? "6 4" : ""));

    public void AddIdeal(string name, Func<double, double> ideal) => lines.Add((name, [(1e-7, ideal(1e-7)), (1, ideal(1))], "2 3"));

    public static string Text(double seconds) => seconds switch
    {
        0 => "0",
        < 1e-6 => Number(seconds * 1e9, "ns"),
        < 1e-3 => Number(seconds * 1e6, "µs"),
        < 1 => Number(seconds * 1e3, "ms"),
        _ => Number(seconds, "s"),
    };

    public string ToSvg()
    {
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $$"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {{Width}} {{Height}}" font-family="system-ui, sans-serif" font-size="13" role="img" aria-label="{{Escaped($"{title}: {up}, over {across}")}}">
            <style>
            .back { fill: #ffffff } text { fill: #333333 } .grid { stroke: #dddddd } .title { font-size: 17px; font-weight: 600 }
            @media (prefers-color-scheme: dark) { .back { fill: #14171c } text { fill: #d8d8d8 } .grid { stroke: #3a3f47 } }
            </style>
            <rect class="back" width="{{Width}}" height="{{Height}}"/>
            <text class="title" x="{{Left}}" y="27">{{Escaped(title)}}</text>
            <text x="{{Left}}" y="47" font-size="11">{{Escaped(below)}}</text>
            <text x="{{(Left + Width - Right) / 2}}" y="{{Height - 14}}" text-anchor="middle">{{Escaped(across)}}</text>
            <text x="20" y="{{(Top + Height - Bottom) / 2}}" text-anchor="middle" transform="rotate(-90 20 {{(Top + Height - Bottom) / 2}})">{{Escaped(up)}}</text>

            """);
        for (var power = From; power <= To; power++)
        {
            var (at, of) = (Math.Pow(10, power), Text(Math.Pow(10, power)));
            svg.Append(CultureInfo.InvariantCulture, $"""
                <path class="grid" d="M{X(at):F1} {Top}V{Height - Bottom}M{Left} {Y(at):F1}H{Width - Right}"/>
                <text x="{X(at):F1}" y="{Height - Bottom + 20}" text-anchor="middle">{(power == From ? "0" : of)}</text><text x="{Left - 8}" y="{Y(at) + 4:F1}" text-anchor="end">{of}</text>

                """);
        }
        // In the legend as they begin, from top to bottom.
        List<(string Name, List<(double X, double Y)> Points, string Dashes)> ordered = [.. lines.OrderBy(line => line.Points[0].X > 0).ThenByDescending(line => line.Points[0].Y)];
        for (var number = 0; number < ordered.Count; number++)
            Append(svg, ordered[number], Colours[lines.IndexOf(ordered[number]) % Colours.Length], Height - Bottom - 12 - ((ordered.Count - number - 1) * LegendLine));
        return svg.Append("</svg>\n").ToString();
    }

    private static void Append(StringBuilder svg, (string Name, List<(double X, double Y)> Points, string Dashes) line, string colour, int legend)
    {
        var path = string.Join('L', line.Points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{X(point.X):F1} {Y(point.Y):F1}")));
        var dots = line.Dashes.Length == 0 ? string.Concat(line.Points.Select(point => string.Create(CultureInfo.InvariantCulture, $"""<circle cx="{X(point.X):F1}" cy="{Y(point.Y):F1}" r="3" stroke="none"/>"""))) : "";
        const int Start = Width - Right - LegendWidth;
        svg.Append(CultureInfo.InvariantCulture, $"""
            <g stroke="{colour}" fill="{colour}" stroke-width="2" stroke-dasharray="{(line.Dashes.Length == 0 ? "none" : line.Dashes)}"><path fill="none" d="M{path}M{Start} {legend - 4}h34"/>{dots}</g>
            <text x="{Start + 42}" y="{legend}">{Escaped(line.Name)}</text>

            """);
    }

    private static double X(double seconds) => Left + (Place(seconds) * (Width - Left - Right));

    private static double Y(double seconds) => Height - Bottom - (Place(seconds) * (Height - Top - Bottom));

    /// <summary>From 0 to 1 within the axis.</summary>
    private static double Place(double seconds) => Math.Clamp((Math.Log10(Math.Max(seconds, Math.Pow(10, From))) - From) / (To - From), 0, 1);

    private static string Number(double number, string unit) => string.Create(CultureInfo.InvariantCulture, $"{number:G3} {unit}");

    private static string Escaped(string text) => SecurityElement.Escape(text);
}
