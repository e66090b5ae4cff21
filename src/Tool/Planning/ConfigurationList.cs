using System.Globalization;
using System.Text;

namespace Partime.Tool.Planning;

/// <summary>Configurations in their order as files name them: <c>serial:1:1 threads:1..9:1,100</c>. Every run of a session has them in its row, so what lists of workers
/// and of chunk sizes make is one word: a row has about as much of a plan as the command line, however many configurations that makes.</summary>
internal static class ConfigurationList
{
    /// <summary>The most configurations that are read from one word, in case the file is damaged.</summary>
    private const int MaxOfWord = 100_000;

    public static string TextOf(IReadOnlyList<Configuration> configurations)
    {
        var words = new List<Word>();
        for (var at = 0; at < configurations.Count;)
        {
            var first = configurations[at];
            var sizes = new List<int>();
            for (; at < configurations.Count && configurations[at].Executor == first.Executor && configurations[at].Workers == first.Workers; at++)
                sizes.Add(configurations[at].ChunkSize.Number ?? 0);
            var chunks = TextOf(sizes);
            if (words is [.., var last] && last.Executor == first.Executor && last.Chunks == chunks)
                last.Workers.Add(first.Workers);
            else
                words.Add(new Word(first.Executor, [first.Workers], chunks));
        }
        return string.Join(' ', words);
    }

    /// <returns>Without those that are not as <see cref="TextOf(IReadOnlyList{Configuration})"/> writes them.</returns>
    public static IEnumerable<Configuration> Parse(string text) =>
        from word in text.Split(' ')
        let parts = word.Split(':')
        where parts.Length == 3
        from configuration in
            (from workers in Numbers(parts[1]).Take(MaxOfWord)
             from size in Numbers(parts[2]).Take(MaxOfWord)
             select Configuration.FromText($"{parts[0]}:{workers}:{size}")).Take(MaxOfWord)
        where configuration is not null
        select configuration;

    /// <summary>Three or more consecutive numbers are a range, whose end is excluded. 0 is an automatic size.</summary>
    private static string TextOf(List<int> numbers)
    {
        var text = new StringBuilder();
        for (var at = 0; at < numbers.Count; at++)
        {
            var start = at;
            while (at + 1 < numbers.Count && numbers[at] > 0 && numbers[at + 1] == numbers[at] + 1)
                at++;
            if (at - start < 2)
                at = start;
            text.Append(start == 0 ? "" : ",").Append(numbers[start] == 0 ? ChunkSize.AutoName : numbers[start].ToString(CultureInfo.InvariantCulture));
            if (at > start)
                text.Append("..").Append((numbers[at] + 1L).ToString(CultureInfo.InvariantCulture));
        }
        return text.ToString();
    }

    private static IEnumerable<string> Numbers(string list)
    {
        foreach (var part in list.Split(','))
            if (part.Split("..") is [var first, var end] && int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && long.TryParse(end, NumberStyles.None, CultureInfo.InvariantCulture, out var excluded))
                for (long each = number; each < excluded; each++)
                    yield return each.ToString(CultureInfo.InvariantCulture);
            else
                yield return part;
    }

    private sealed record Word(string Executor, List<int> Workers, string Chunks)
    {
        public override string ToString() => $"{Executor}:{TextOf(Workers)}:{Chunks}";
    }
}
