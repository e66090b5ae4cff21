using System.Text;

namespace Partime.Plugins.Command;

/// <summary>The program and its arguments, into which the input of each task goes.</summary>
internal sealed class CommandWords
{
    /// <summary>Of each word its parts, of which <see langword="null"/> is the input.</summary>
    private readonly List<byte[]?>[] words;

    private CommandWords(string name, params List<byte[]?>[] words) => (Name, this.words) = (name, words);

    /// <summary>What messages call the program.</summary>
    public string Name { get; }

    public bool IsScript { get; private init; }

    public int Count => words.Length;

    /// <param name="words">As the user has written them.</param>
    /// <param name="names">The values of names.</param>
    /// <param name="isArgument">Whether the input must be among them.</param>
    public static CommandWords Of(IReadOnlyList<string> words, CommandNames names, bool isArgument)
    {
        if (words.Count == 0 || words[0].Length == 0)
            throw new WorkFailedException("The command has no program: write it behind '--'.");
        List<List<byte[]?>> parsed = [.. words.Select(word => Parse(word, names))];
        if (isArgument && !parsed.Exists(word => word.Contains(null)))
            parsed.Add([null]);
        return new CommandWords(Encoding.UTF8.GetString([.. parsed[0].SelectMany(part => part ?? "{}"u8.ToArray())]), [.. parsed]);
    }

    /// <summary>A script for the shell. The input is no part of the script, which refers to it: to a positional parameter, or to a variable that cmd replaces when
    /// it has read the line.</summary>
    /// <inheritdoc cref="Of"/>
    public static CommandWords OfScript(string script, CommandNames names, bool isArgument)
    {
        var reference = OperatingSystem.IsWindows() ? $"\"!{PortableRunner.InputVariable}!\"" : "\"$1\"";
        var parts = Parse(script, names);
        if (isArgument && !parts.Contains(null) && !(OperatingSystem.IsWindows() ? script.Contains(reference.Trim('"'), StringComparison.Ordinal) : ShellScan.UsesParameter(script)))
            parts = Appended(script, names);
        EnsureIsWord(parts, reference);
        List<byte[]?> text = [[.. parts.SelectMany(part => part ?? Encoding.UTF8.GetBytes(reference))]];
        List<byte[]?>[] words = OperatingSystem.IsWindows() ? [[[.. "cmd"u8]], text] : [[[.. "/bin/sh"u8]], [[.. "-c"u8]], text, [[.. "sh"u8]]];
        return new CommandWords(OperatingSystem.IsWindows() ? "cmd" : "sh", [.. words, .. !OperatingSystem.IsWindows() && (isArgument || parts.Contains(null)) ? (List<byte[]?>[])[[null]] : []]) { IsScript = true };
    }

    /// <summary>The script with the input as its last word.</summary>
    private static List<byte[]?> Appended(string script, CommandNames names)
    {
        // A blank behind a backslash belongs to a word.
        var text = script.TrimEnd() is [.., not '\\'] trimmed ? trimmed : script;
        if (text is [.., not '\\', ';' or '&' or '|' or '('])
            throw new WorkFailedException($"The script ends with '{text[^1]}', so that the input would be a command behind it: write {{}} where the input belongs.");
        return [.. Parse(text, names), [.. " "u8], null];
    }

    /// <summary>The value of an option in which values of names may stand.</summary>
    public static string TextOf(string option, string text, CommandNames names) => Parse(text, names) is [{ } only] ? Encoding.UTF8.GetString(only)
        : throw new WorkFailedException($"The option '{option}' has {{}}, but is the same for all inputs: leave it out, or write {{{{}}}} for the text {{}}.");

    public byte[] Word(int index, byte[] input) => words[index] is [{ } only] ? only : [.. words[index].SelectMany(part => part ?? input)];

    public bool HasInput(int index) => words[index].Contains(null);

    /// <summary><c>{}</c> is the input, <c>{name}</c> a value, and <c>{{}}</c> and <c>{{name}}</c> are text in single braces. All other braces are text, and so are those
    /// behind a <c>$</c>.</summary>
    private static List<byte[]?> Parse(string word, CommandNames names)
    {
        if (word.Contains('\0') || word.Contains('\ufffd'))
            throw new WorkFailedException("The command has a word with a zero byte, or with bytes that are no UTF-8: put it into a file, and name that as an input (-i @0:FILE).");
        var parts = new List<byte[]?>();
        var text = new StringBuilder();
        for (var at = 0; at < word.Length; at++)
        {
            var isLiteral = word.AsSpan(at).StartsWith("{{");
            var end = word[at] != '{' || (at > 0 && word[at - 1] == '$') ? -1 : word.IndexOf(isLiteral ? "}}" : "}", at, StringComparison.Ordinal);
            if (end < 0 || word[(at + (isLiteral ? 2 : 1))..end] is not { } name || !IsName(name))
            {
                text.Append(word[at]);
                continue;
            }
            at = end + (isLiteral ? 1 : 0);
            if (isLiteral || name.Length > 0)
                text.Append(isLiteral ? $"{{{name}}}" : names.ValueOf(name));
            else
            {
                parts.AddRange(Encoding.UTF8.GetBytes(text.ToString()), null);
                text.Clear();
            }
        }
        if (text.Length > 0 || parts.Count == 0)
            parts.Add(Encoding.UTF8.GetBytes(text.ToString()));
        return parts;
    }

    /// <summary>As partime allows for settings; or empty.</summary>
    private static bool IsName(string text)
    {
        foreach (var letter in text)
            if (!char.IsAsciiLetterLower(letter) && !char.IsAsciiDigit(letter) && letter is not ('-' or '_'))
                return false;
        return true;
    }

    /// <summary>The input is one word already. Within quotes it would be none or only text, as behind a backslash, in a comment and in a here-document.</summary>
    private static void EnsureIsWord(List<byte[]?> script, string reference)
    {
        var shell = new ShellScan();
        foreach (var part in script)
        {
            if (part is null && shell.IsComment)
                throw new WorkFailedException($"The script has the input in a comment (#), where the shell leaves it out: write {{}} before the comment, or {reference} for the input.");
            if (part is null && shell.IsQuoted)
                throw new WorkFailedException($"The script has {{}} within quotes, where the shell would take it apart: leave out the quotes around {{}}, which is one word anyway, or write {reference} for the input.");
            if (part is null && shell.IsEscaped)
                throw new WorkFailedException($"The script has {{}} behind a backslash, where it would be no word: leave out the backslash, or write {reference} for the input.");
            foreach (var letter in part ?? [])
                shell.Read(letter);
        }
        if (shell.HasDocument && script.Contains(null))
            throw new WorkFailedException($"Beside a here-document (<<), {{}} is no word of a script: write {reference} for the input, and $1 within the here-document.");
    }
}
