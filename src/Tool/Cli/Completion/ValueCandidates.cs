using Partime.Tool.Plugins;

namespace Partime.Tool.Cli;

/// <summary>The values that an option or argument takes, as its <see cref="ValueSyntax"/> says.</summary>
internal sealed class ValueCandidates(TypedWords typed, KnownNames names)
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
        "WORKLOAD" => Catalog().Workloads.Select(Named),
        "EXECUTOR" => Catalog().Executors.Select(Named),
        "KEY=VALUE" => Settings(Catalog().Workloads.Where(workload => workload.Name == typed.Argument("WORKLOAD")), text),
        "EXECUTOR.KEY=VALUE" => Settings(Catalog().Executors, text),
        "PLUGIN" => names.Installed().Distinct().Select(id => new Candidate(id)),
        "FILE" or "FOLDER" or "PATH" => [Candidate.Path],
        "@FILE" => text.StartsWith('@') ? [Candidate.Path.Behind("@")] : [],
        _ when alternative.Length == 0 || alternative.Any(char.IsUpper) => [],
        _ => [new Candidate(alternative)],
    };

    private static Candidate Named(IPluginType plugin) => new(plugin.Name, plugin.Description);

    /// <summary>The options of these plugins, or the values of the one that has been typed.</summary>
    private IEnumerable<Candidate> Settings(IEnumerable<IPluginType> plugins, string text) =>
        from plugin in plugins
        from option in plugin.Options
        let flag = plugin.SettingOf(option.Name).Split(' ')
        from candidate in text.StartsWith(flag[1], StringComparison.Ordinal) ? option.AllowedValues.Select(value => new Candidate(flag[1] + value))
            : text.Contains('=') || (IsSet(flag) && !option.IsList) ? []
            : [new Candidate(flag[1], option.Description)]
        select candidate;

    /// <param name="flag">The option of partime's and the beginning of its value.</param>
    private bool IsSet(string[] flag) => typed.Values(flag[0].TrimStart('-')).Any(value => value.StartsWith(flag[1], StringComparison.Ordinal));

    private PluginCatalog Catalog() => names.Open(typed.Values(PluginOption.LongName).Select(AtHome));

    /// <summary>A shell would have put the folder there in place of the tilde; what is being typed has not been through it yet.</summary>
    private static string AtHome(string path) =>
        path == "~" || path.StartsWith("~/", StringComparison.Ordinal) ? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + path[1..] : path;
}
