using Partime.Tool.Plugins;

namespace Partime.Tool.Cli;

/// <summary>The values that an option or argument takes, as its <see cref="ValueSyntax"/> says.</summary>
internal sealed class ValueCandidates(TypedWords typed, Func<IEnumerable<string>, PluginCatalog> open)
{
    /// <param name="syntax">Null if no value is wanted.</param>
    /// <param name="text">What has been typed of the value.</param>
    public IEnumerable<Candidate> Of(string? syntax, string text)
    {
        var isList = syntax?.EndsWith(ValueSyntax.List, StringComparison.Ordinal) ?? false;
        var lead = isList ? text[..(text.LastIndexOf(',') + 1)] : "";
        var taken = lead.Split(',', StringSplitOptions.RemoveEmptyEntries);
        return (isList ? syntax![..^ValueSyntax.List.Length] : syntax ?? "").Split('|')
            .SelectMany(alternative => Alternative(alternative, text[lead.Length..]))
            .Where(candidate => !taken.Contains(candidate.Text))
            .Select(candidate => candidate.Behind(lead));
    }

    private IEnumerable<Candidate> Alternative(string alternative, string text) => alternative switch
    {
        "WORKLOAD" or "workload" => Catalog().Workloads.Select(workload => new Candidate(workload.Name, workload.Description)),
        "EXECUTOR" => Catalog().Executors.Select(executor => new Candidate(executor.Name, executor.Description)),
        "KEY=VALUE" => Settings(text),
        "FILE" or "FOLDER" or "PATH" => [Candidate.Path],
        "@FILE" => text.StartsWith('@') ? [Candidate.Path.Behind("@")] : [],
        _ when alternative.Length == 0 || alternative.Any(char.IsUpper) => [],
        _ => [new Candidate(alternative)],
    };

    private IEnumerable<Candidate> Settings(string text)
    {
        var options = Catalog().Workloads.FirstOrDefault(workload => workload.Name == typed.Argument("workload"))?.Options ?? [];
        var lead = text[..(text.IndexOf('=') + 1)];
        return lead.Length == 0
            ? options.Where(IsStillOpen).Select(option => new Candidate($"{option.Name}=", option.Description))
            : options.Where(option => lead == $"{option.Name}=").SelectMany(Members).Select(member => new Candidate(lead + member));
    }

    private bool IsStillOpen(OptionInfo option) =>
        option.Type.EndsWith(", repeatable", StringComparison.Ordinal) || !typed.Values().Any(value => value.StartsWith($"{option.Name}=", StringComparison.Ordinal));

    private static string[] Members(OptionInfo option) => option.Type.Contains('|') ? option.Type.Split('|') : [];

    private PluginCatalog Catalog() => open(typed.Values(PluginOption.LongName).Select(AtHome));

    /// <summary>A shell would have put the folder there in place of the tilde; what is being typed has not been through it yet.</summary>
    private static string AtHome(string path) =>
        path == "~" || path.StartsWith("~/", StringComparison.Ordinal) ? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + path[1..] : path;
}
