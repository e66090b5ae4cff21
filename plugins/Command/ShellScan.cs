namespace Partime.Plugins.Command;

/// <summary>Reads a script as far as a shell tells words from quoted text and comments. cmd knows only the quotes.</summary>
internal struct ShellScan
{
    private int quote, previous;

    public bool IsEscaped { get; private set; }

    public bool IsComment { get; private set; }

    /// <summary>Whether there was a here-document, which has quotes and comments of its own.</summary>
    public bool HasDocument { get; private set; }

    public readonly bool IsQuoted => quote != 0;

    /// <param name="letter">The next byte or character of the script.</param>
    public void Read(int letter)
    {
        var isUnix = !OperatingSystem.IsWindows();
        if (IsComment)
            IsComment = letter != '\n';
        else
        {
            HasDocument |= isUnix && quote == 0 && letter == '<' && previous == '<';
            IsComment = isUnix && quote == 0 && !IsEscaped && letter == '#' && previous is 0 or ' ' or '\t' or '\n' or ';' or '&' or '|' or '(' or ')';
            if (!IsEscaped && letter is '\'' or '"')
                quote = quote == 0 ? letter : quote == letter ? 0 : quote;
            IsEscaped = isUnix && !IsEscaped && letter == '\\' && quote != '\'';
        }
        previous = letter;
    }

    /// <summary>Whether a script for /bin/sh uses its parameter: as <c>$1</c>, <c>${1}</c>, <c>${1%x}</c>, <c>$@</c> or <c>$*</c>, and not as <c>${10}</c>, nor where the
    /// shell leaves it as it is.</summary>
    public static bool UsesParameter(string script)
    {
        var shell = new ShellScan();
        for (var at = 0; at < script.Length; at++)
        {
            if (script[at] == '$' && IsParameter(script.AsSpan(at + 1)) && (shell.HasDocument || !(shell.IsComment || shell.IsEscaped || shell.quote == '\'')))
                return true;
            shell.Read(script[at]);
        }
        return false;
    }

    private static bool IsParameter(ReadOnlySpan<char> name)
    {
        var isBraced = name.StartsWith("{");
        return name[(isBraced ? 1 : 0)..] is ['1' or '@' or '*', .. var rest] && !(isBraced && rest.Length > 0 && char.IsAsciiDigit(rest[0]));
    }
}
