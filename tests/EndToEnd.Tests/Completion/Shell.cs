namespace Partime.EndToEnd.Tests.Completion;

/// <summary>A shell that has loaded the SDK's completion of <c>dotnet</c> and then partime's, as somebody's profile would.</summary>
/// <param name="tool">What is completed.</param>
/// <param name="folder">The current folder, and the home of the user.</param>
internal sealed class Shell(InstalledTool tool, TemporaryFolder folder)
{
    private const string Lines = "lines.tmp";
    private const string Answers = "answers.tmp";

    /// <summary>The keys Tab and Ctrl-O, which the terminal's shells are told to complete and to write down with.</summary>
    private const string CompleteAndTell = "\t\u000f";

    private const string Bash = $$"""
        eval "$(dotnet completions script bash)"
        eval "$(dotnet-partime completion bash)"
        tell() { printf '%s\n' "$READLINE_LINE" >> {{Answers}}; READLINE_LINE= READLINE_POINT=0; }
        bind '"\C-i": insert-completions'
        bind -x '"\C-o": tell'

        """;

    private const string Zsh = $$"""
        autoload -Uz compinit && compinit -D -u
        eval "$(dotnet completions script zsh)"
        eval "$(dotnet-partime completion zsh)"
        zstyle ':completion:*' completer _all_matches _complete
        zstyle ':completion:*' insert true
        tell() { print -r -- "$BUFFER" >> {{Answers}}; BUFFER= }
        zle -N tell
        bindkey -e
        bindkey '^O' tell

        """;

    private const string Fish = $$"""
        dotnet completions script fish | source
        dotnet-partime completion fish | source
        while read -l line
            set -l words (complete -C $line | string replace -r '\t.*' '')
            echo (string replace -r '[^ ]*$' '' -- $line)"$words" >> {{Answers}}
        end < {{Lines}}

        """;

    private const string Pwsh = $$"""
        dotnet completions script pwsh | Out-String | Invoke-Expression
        dotnet-partime completion pwsh | Out-String | Invoke-Expression
        Get-Content {{Lines}} | ForEach-Object {
            $completion = TabExpansion2 $_ $_.Length
            $kept = $completion.CompletionMatches.Count -eq 0 ? $_ : $_.Substring(0, $completion.ReplacementIndex)
            $word = $kept.LastIndexOf(' ') + 1
            $kept.Substring(0, $word) + (($completion.CompletionMatches | ForEach-Object { $kept.Substring($word) + $_.CompletionText }) -join ' ')
        } | Set-Content {{Answers}}

        """;

    /// <summary>What the last word of each line may become, in alphabetical order; empty if it stays as it is.</summary>
    public async Task<IReadOnlyList<string>> CompleteAsync(string shell, IReadOnlyList<string> lines)
    {
        folder.Write(Lines, string.Concat(lines.Select(line => $"{line}\n")));
        var command = shell switch
        {
            "bash" => AtATerminal($"bash --noprofile --rcfile {folder.Write("bashrc.tmp", Bash)} -i", lines),
            "zsh" => AtATerminal($"ZDOTDIR={Path.GetDirectoryName(folder.Write(".zshrc", Zsh))} zsh -i", lines),
            "fish" => tool.Program("fish", folder.Write("profile.tmp", Fish)),
            _ => tool.Program("pwsh", "-NoProfile", "-File", folder.Write("profile.ps1", Pwsh)),
        };
        var environment = new Dictionary<string, string?>(command.Environment) { ["HOME"] = folder.Path, ["TERM"] = "dumb" };
        var session = (await Command.RunAsync(command with { Folder = folder.Path, Environment = environment })).ShouldExitWith(0);
        var answers = File.Exists(folder[Answers]) ? await File.ReadAllLinesAsync(folder[Answers]) : [];
        Assert.True(answers.Length == lines.Count, $"{answers.Length} answers to {lines.Count} lines.\n{session}");
        return [.. lines.Zip(answers, Words)];
    }

    private CommandLine AtATerminal(string shell, IEnumerable<string> lines) =>
        tool.Program("script", "--quiet", "--return", "--command", shell, "/dev/null") with { Input = string.Concat(lines.Select(line => line + CompleteAndTell)) + "exit\n" };

    /// <summary>Without what each shell has its own way with: quotes, and the current folder in front of files.</summary>
    private static string Words(string line, string answer)
    {
        if (answer.TrimEnd() == line.TrimEnd())
            return "";
        var words = answer[(line.LastIndexOf(' ') + 1)..].Replace("./", "", StringComparison.Ordinal)
            .Split([' ', '"', '\'', '\\'], StringSplitOptions.RemoveEmptyEntries);
        return string.Join(' ', words.Order(StringComparer.Ordinal));
    }
}
