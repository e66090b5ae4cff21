using McMaster.Extensions.CommandLineUtils;
using Partime.Tool.Plugins;

namespace Partime.Tool.Cli;

/// <summary>The candidates for the value of an option or argument, according to its <see cref="ValueSyntax"/>.</summary>
internal sealed class ValueCandidates(TypedWords typed, KnownNames names)
{
    /// <param name="syntax">Null if there is no value.</param>
    /// <param name="text">The typed part of the value.</param>
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
        "WORKLOAD" => Catalog().Workloads.Where(workload => !typed.HasArgument(workload.Name)).Select(Named),
        "EXECUTOR" => Catalog().Executors.Select(Named),
        "KEY=VALUE" => Settings("set", Catalog().Workloads.Where(workload => workload.Name == typed.Argument("WORKLOAD")), text),
        "KEY=V1,V2" => [.. Settings("vary", Catalog().Workloads.Where(workload => workload.Name == typed.Argument("WORKLOAD")), text), .. text.Contains('=') ? [] : (Candidate[])[new("tasks=", "How many tasks a run has.")]],
        "EXECUTOR.KEY=VALUE" => Settings("executor-set", Catalog().Executors, text),
        "PLUGIN" => names.Installed().Distinct().Select(id => new Candidate(id)),
        "PAGE" => DocsCommand.Pages.Select(page => new Candidate(page.Name, page.Question)),
        "FILE" or "FOLDER" or "PATH" => [Candidate.Path],
        "@FILE" => text.StartsWith('@') ? [Candidate.Path.Behind("@")] : [],
        _ when alternative.Length == 0 || alternative.Any(char.IsUpper) => [],
        _ => [new Candidate(alternative)],
    };

    private static Candidate Named(IPluginType plugin) => new(plugin.Name, plugin.Description);

    /// <summary>The options of these plugins, or the values of the option whose name is typed.</summary>
    /// <param name="flag">The option of partime that sets them.</param>
    private IEnumerable<Candidate> Settings(string flag, IEnumerable<IPluginType> plugins, string text) =>
        from plugin in plugins
        from option in plugin.Options
        let key = $"{plugin.KeyOf(option.Name)}="
        from candidate in text.StartsWith(key, StringComparison.Ordinal) ? option.AllowedValues.Select(value => new Candidate(key + value))
            : text.Contains('=') || (!option.IsList && typed.Values(flag).Any(value => value.StartsWith(key, StringComparison.Ordinal))) ? []
            : [new Candidate(key, option.Description)]
        select candidate;

    private PluginCatalog Catalog() => names.Open(typed.Values(PluginOption.LongName).Select(AtHome));

    /// <summary>The shell replaces a tilde only when the command runs.</summary>
    private static string AtHome(string path) =>
        path == "~" || path.StartsWith("~/", StringComparison.Ordinal) ? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + path[1..] : path;
}

/// <summary>The notation for the values of an option, which help shows and completion reads. Words in lower case are values, words in
/// upper case are kinds of values, <c>|</c> separates alternatives, and <c>,...</c> at the end makes a list.</summary>
internal static class ValueSyntax
{
    public const string List = ",...";

    /// <summary>Needed because a value in the library's templates is a single word.</summary>
    public static CommandOption Takes(this CommandOption option, string syntax)
    {
        option.ValueName = syntax;
        return option;
    }
}
