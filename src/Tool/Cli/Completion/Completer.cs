using McMaster.Extensions.CommandLineUtils;
using Partime.Tool.Installation;
using Partime.Tool.Plugins;
using Partime.Tool.Sessions;

namespace Partime.Tool.Cli;

/// <summary>Finds the candidates at the cursor. Commands and options come from the definition of the command line, names of workloads
/// and executors from the plugins' metadata: none of their code runs.</summary>
internal sealed class Completer(CommandLineApplication root, KnownNames names)
{
    /// <param name="words">The words after <c>dotnet partime</c>. The last one is at the cursor and may be empty.</param>
    public IEnumerable<Candidate> Complete(IReadOnlyList<string> words)
    {
        var word = words.LastOrDefault("");
        var typed = new TypedWords(root, words.SkipLast(1));
        return Candidates(typed, word).Where(candidate => candidate.Continues(word)).Distinct();
    }

    private IEnumerable<Candidate> Candidates(TypedWords typed, string word)
    {
        if (typed.IsBehindSeparator)
            return [Candidate.Path];
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

/// <summary>A word that may be completed at the cursor.</summary>
/// <param name="Text">The whole word; for a path only its prefix, such as <c>@</c>.</param>
/// <param name="Description">Some shells show it beside the word.</param>
/// <param name="IsPath">Whether it is a path, which shells complete themselves.</param>
/// <remarks>Not a struct: LINQ over a struct is compiled at run time, while the user waits.</remarks>
internal sealed record Candidate(string Text, string Description = "", bool IsPath = false)
{
    public static readonly Candidate Path = new("", IsPath: true);

    public Candidate Behind(string lead) => this with { Text = lead + Text };

    public bool Continues(string word) => IsPath || Text.StartsWith(word, StringComparison.Ordinal);

    /// <summary>The line that the scripts read: word, tab, description. For a path: nothing, tab, its prefix.</summary>
    public string ToLine() => IsPath ? $"\t{Text}" : $"{Text}\t{Plain(Description)}";

    /// <summary>The first sentence, because there is little room. Plugins' descriptions may contain control characters.</summary>
    private static string Plain(string description) => PlainText.Of(description.Split(". ")[0].TrimEnd('.'));
}

/// <summary>The names of workloads, executors and plugins. They are looked up only if needed: most candidates need none.</summary>
/// <param name="Open">Finds all workloads and executors, with those of the plugins at these paths.</param>
/// <param name="Installed">Finds the ids of installed plugins.</param>
internal sealed record KnownNames(Func<IEnumerable<string>, PluginCatalog> Open, Func<IEnumerable<string>> Installed)
{
    public static readonly KnownNames Here = new(paths => Catalog.Open(paths, null, Message.WriteSentence), () => PluginStore.Find()?.ReadLock().Plugins.Select(plugin => plugin.Id) ?? []);
}
