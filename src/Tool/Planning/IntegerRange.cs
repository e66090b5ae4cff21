using System.Globalization;
using System.Text.RegularExpressions;

namespace Partime.Tool.Planning;

/// <summary>Whole numbers written <c>start..end</c> or <c>start..end:step</c>. The end is excluded.</summary>
internal sealed partial record IntegerRange(long Start, long End, long Step)
{
    public long Count { get; } = CountOf(Start, End, Step);

    public long this[long offset] => Start + (offset * Step);

    /// <param name="text">What may be a range.</param>
    /// <param name="otherwise">What to do if none is meant.</param>
    /// <returns><see langword="null"/> for text that does not look like a range.</returns>
    /// <exception cref="PartimeException">The text looks like a range and is not valid.</exception>
    public static IntegerRange? Parse(string text, string otherwise = "")
    {
        // Regular expressions take a while to load.
        if (!text.Contains("..", StringComparison.Ordinal) || !LooksLikeRange().IsMatch(text))
            return null;
        var match = Range().Match(text);
        var step = 1L;
        if (!match.Success
            || !TryParse(match.Groups["start"], out var start)
            || !TryParse(match.Groups["end"], out var end)
            || (match.Groups["step"].Success && !TryParse(match.Groups["step"], out step)))
            throw new PartimeException($"'{text}' is not a valid range. Write whole numbers as START..END or START..END:STEP. {otherwise}".TrimEnd());
        if (HasLeadingZero(match.Groups["start"]) || HasLeadingZero(match.Groups["end"]))
            throw new PartimeException($"The range '{text}' has leading zeros, which its numbers would lose. Remove the zeros. {otherwise}".TrimEnd());
        if (step == 0)
            throw new PartimeException($"The range '{text}' has the step 0 and never ends. Change the step.");
        if (start != end && (start < end) != (step > 0))
            throw new PartimeException(step > 0
                ? $"The range '{text}' ends below its start. Write {end}..{start}, or {start}..{end}:-1 to count down."
                : $"The range '{text}' never reaches its end, because its step leads away from it. Change the step's sign.");
        return new IntegerRange(start, end, step);
    }

    /// <summary>In unsigned numbers, which hold the distance between any two signed ones. Wider numbers would have to be compiled in every worker
    /// process.</summary>
    private static long CountOf(long start, long end, long step)
    {
        var distance = start <= end ? unchecked((ulong)end - (ulong)start) : unchecked((ulong)start - (ulong)end);
        var stride = step > 0 ? (ulong)step : unchecked(0UL - (ulong)step);
        var count = (distance / stride) + (distance % stride > 0 ? 1UL : 0);
        return count <= long.MaxValue
            ? (long)count
            : throw new PartimeException($"The range '{start}..{end}' has more than {long.MaxValue:N0} numbers. Make it shorter.");
    }

    private static bool TryParse(Capture part, out long value) =>
        long.TryParse(part.ValueSpan, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);

    private static bool HasLeadingZero(Capture part) => part.ValueSpan.TrimStart("+-") is ['0', _, ..];

    [GeneratedRegex(@"^[+-]?\d[^.]*(\.\d+)?\.\.")]
    private static partial Regex LooksLikeRange();

    [GeneratedRegex(@"^(?<start>[+-]?\d+)\.\.(?<end>[+-]?\d+)(:(?<step>[+-]?\d+))?$")]
    private static partial Regex Range();
}
