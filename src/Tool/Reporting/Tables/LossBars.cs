using System.Text;
using Partime.Tool.Analysis;

namespace Partime.Tool.Reporting;

/// <summary>Where the time of the workers went: a line per configuration, with a bar of the wall time of all workers. Each loss has a letter, so that a bar needs no
/// colour.</summary>
/// <remarks>With loops, because a query over numbers would be compiled at every start.</remarks>
internal sealed class LossBars
{
    private const int MaxCells = 40;

    /// <summary>A shorter bar shows too little, and is left out.</summary>
    private const int MinCells = 10;

    private const int MaxNamed = 2;

    /// <summary>Smaller losses are noise.</summary>
    private const double MinShare = 0.005;

    private const char UsefulCell = '█';

    private static readonly LossKind[] Kinds = LossKinds.All;

    private readonly List<LossLine> lines = [];

    private readonly List<LossKind> named;

    private readonly bool isOverSerial;

    /// <summary>No line for a serial run alone, which loses nothing, nor where the times are not known.</summary>
    /// <param name="summaries">The lines of the table.</param>
    public LossBars(IReadOnlyList<Summary> summaries)
    {
        var names = new ConfigurationNames(summaries.Select(summary => summary.Configuration));
        var isParallel = false;
        foreach (var summary in summaries)
            if (summary is { Wall: not null, Losses: { Sum: > 0 } losses })
            {
                lines.Add(new LossLine(names.Of(summary.Configuration), losses, TextOf(losses)));
                isParallel |= summary.Configuration.Executor != Summary.Baseline;
                isOverSerial |= summary.Reference is not null;
            }
        if (!isParallel)
            lines.Clear();
        named = KindsOf(lines.ConvertAll(line => line.Losses));
    }

    /// <summary>Those that are of some size in at least one of them.</summary>
    public static List<LossKind> KindsOf(List<Losses> losses)
    {
        var kinds = new List<LossKind>(Kinds.Length);
        foreach (var kind in Kinds)
            if (losses.Exists(one => one.Of(kind) >= MinShare * one.Sum))
                kinds.Add(kind);
        return kinds;
    }

    /// <param name="maxWidth">In columns.</param>
    public IReadOnlyList<IReadOnlyList<Span>> ForTerminal(int maxWidth)
    {
        if (lines.Count == 0)
            return [];
        var (nameWidth, textWidth) = (0, 0);
        foreach (var line in lines)
            (nameWidth, textWidth) = (Math.Max(nameWidth, line.Name.Length), Math.Max(textWidth, line.Text.Length));
        var cells = Math.Min(MaxCells, maxWidth - nameWidth - textWidth - 3);
        var shown = new List<IReadOnlyList<Span>>();
        var letters = "";
        foreach (var line in lines)
            if (cells < MinCells)
                shown.Add([new Span($" {line.Name}: {line.Text}")]);
            else
            {
                var bar = Bar(line.Losses, cells);
                letters += bar[1].Text;
                shown.Add([new Span($" {line.Name.PadRight(nameWidth)} "), .. bar, new Span($" {line.Text}")]);
            }
        shown.Add([new Span($"Of wall × workers: {(cells < MinCells ? "" : $"{UsefulCell} ")}useful{(isOverSerial ? $" (as long as under {Summary.Baseline})" : "")}{Legend(letters)}. 'dotnet partime docs insight' says what each is and what helps.", Tone.Faint)]);
        return shown;
    }

    /// <summary>Of the letters that are there: also a small loss gets a cell where it lies over its middle.</summary>
    private static string Legend(string letters)
    {
        var legend = "";
        foreach (var kind in Kinds)
            if (letters.Contains(LetterOf(kind)))
                legend += $", {LetterOf(kind)} {Label.Of(kind)}";
        return legend;
    }

    public string ForMarkdown()
    {
        if (lines.Count == 0)
            return "";
        var rows = new List<string[]>();
        foreach (var line in lines)
        {
            var cells = new List<string> { line.Name, Readable.Percent(line.Losses.Useful / line.Losses.Sum) };
            foreach (var kind in Kinds)
                if (named.Contains(kind))
                    cells.Add(Readable.Percent(line.Losses.Of(kind) / line.Losses.Sum));
            rows.Add([.. cells]);
        }
        return MarkdownText.Table(["of wall × workers", "useful", .. named.ConvertAll(Label.Of)], rows);
    }

    /// <summary>What is useful, and the largest losses.</summary>
    private static string TextOf(Losses losses)
    {
        var text = new StringBuilder($"{Readable.Percent(losses.Useful / losses.Sum)} useful");
        var named = new bool[Kinds.Length];
        for (var count = 0; count < MaxNamed; count++)
        {
            var largest = -1;
            for (var i = 0; i < Kinds.Length; i++)
                if (!named[i] && losses.Of(Kinds[i]) >= MinShare * losses.Sum && !(largest >= 0 && losses.Of(Kinds[i]) <= losses.Of(Kinds[largest])))
                    largest = i;
            if (largest < 0)
                break;
            named[largest] = true;
            text.Append(", ").Append(Readable.Percent(losses.Of(Kinds[largest]) / losses.Sum)).Append(' ').Append(Label.Of(Kinds[largest]));
        }
        return text.ToString();
    }

    /// <summary>The ends of the parts are rounded and not their lengths, so that all bars are equally long.</summary>
    private static Span[] Bar(Losses losses, int cells)
    {
        var lost = new StringBuilder();
        var (sum, useful) = (losses.Useful, Cells(losses.Useful));
        foreach (var kind in Kinds)
            lost.Append(LetterOf(kind), Cells(sum += losses.Of(kind) ?? 0) - useful - lost.Length);
        return [new Span(new string(UsefulCell, useful), Tone.Good), new Span(lost.ToString(), Tone.Warning)];

        int Cells(double seconds) => (int)Math.Round(cells * seconds / losses.Sum, MidpointRounding.AwayFromZero);
    }

    /// <summary>Its first letter, unless another loss has it: w as in wait, e as in end.</summary>
    private static char LetterOf(LossKind kind) => kind switch
    {
        LossKind.Shutdown => 'e',
        LossKind.CpuWait => 'w',
        _ => Label.Of(kind)[0],
    };

    private sealed record LossLine(string Name, Losses Losses, string Text);
}
