using McMaster.Extensions.CommandLineUtils;

namespace Partime.Tool.Cli;

/// <summary>Finds what may come at the cursor. Commands and options are those that the command line defines, and names those of
/// the plugins' metadata: none of their code runs.</summary>
internal sealed class Completer(CommandLineApplication root, KnownNames names)
{
    /// <param name="words">The words behind <c>dotnet partime</c>. The last is under the cursor, and may be empty.</param>
    public IEnumerable<Candidate> Complete(IReadOnlyList<string> words)
    {
        var word = words.LastOrDefault("");
        var typed = new TypedWords(root, words.SkipLast(1));
        return Candidates(typed, word).Where(candidate => candidate.Continues(word)).Distinct();
    }

    private IEnumerable<Candidate> Candidates(TypedWords typed, string word)
    {
        var values = new ValueCandidates(typed, names);
        if (typed.Awaiting is { } awaiting)
            return values.Of(awaiting.ValueName, word);
        if (word.StartsWith('-'))
        {
            var lead = word[..(word.IndexOf('=') + 1)];
            return lead.Length == 0 ? Options(typed)
                : typed.Option(word) is { } option ? values.Of(option.ValueName, word[lead.Length..]).Select(value => value.Behind(lead))
                : [];
        }
        Candidate[] expected = [.. Commands(typed), .. values.Of(typed.NextArgument?.Name, word)];
        return expected.Length > 0 ? expected : Options(typed);
    }

    private static IEnumerable<Candidate> Commands(TypedWords typed) =>
        typed.HasArguments ? [] : typed.Command.Commands.Where(command => command.ShowInHelpText).Select(command => new Candidate(command.Name!, command.Description ?? ""));

    private static IEnumerable<Candidate> Options(TypedWords typed) =>
        from option in typed.Command.GetOptions()
        where option.ShowInHelpText && (option.OptionType == CommandOptionType.MultipleValue || !typed.IsGiven(option))
        select new Candidate($"--{option.LongName}", option.Description ?? "");
}
