namespace Partime.Tool;

/// <summary>Guesses what the user meant to type.</summary>
internal static class Nearest
{
    /// <summary><c> Did you mean 'sleep'?</c> with its leading space, or nothing if no candidate is near.</summary>
    public static string Hint(string typed, IEnumerable<string> candidates) =>
        Find(typed, candidates) is { } nearest ? $" Did you mean '{nearest}'?" : "";

    /// <summary>The candidate that the fewest typing errors lead to, or the first that is typed in part; null if none is near.</summary>
    public static string? Find(string typed, IEnumerable<string> candidates)
    {
        // One error for every three characters: more, and short words would be near everything.
        var fewest = Math.Max(1, typed.Length / 3) + 1;
        string? nearest = null;
        string? completed = null;
        foreach (var candidate in candidates)
        {
            var errors = Errors(typed.ToLowerInvariant(), candidate.ToLowerInvariant());
            if (errors < fewest)
                (fewest, nearest) = (errors, candidate);
            if (typed.Length > 1 && candidate.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
                completed ??= candidate;
        }
        return nearest ?? completed;
    }

    /// <summary>Optimal string alignment distance: insertions, deletions, replacements and swaps of neighbours.</summary>
    private static int Errors(string from, string to)
    {
        var errors = new int[from.Length + 1, to.Length + 1];
        for (var i = 0; i <= from.Length; i++)
            for (var j = 0; j <= to.Length; j++)
                errors[i, j] = i == 0 || j == 0 ? i + j : Cheapest(i, j);
        return errors[from.Length, to.Length];

        int Cheapest(int i, int j)
        {
            var replaced = errors[i - 1, j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
            var inserted = errors[i, j - 1] + 1;
            var deleted = errors[i - 1, j] + 1;
            var isSwap = i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1];
            var swapped = isSwap ? errors[i - 2, j - 2] + 1 : int.MaxValue;
            return Math.Min(Math.Min(replaced, inserted), Math.Min(deleted, swapped));
        }
    }
}
