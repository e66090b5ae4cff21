using Partime.Tool.Analysis;
using Partime.Tool.Measurement;

namespace Partime.Tool.Reporting;

/// <summary>What a runs CSV holds.</summary>
/// <param name="Name">What it is called in messages.</param>
/// <param name="Columns">Its columns in their order.</param>
/// <param name="Sessions">Those that have runs in it, in their order.</param>
/// <param name="Runs">All of them in the order of the file, those to warm up as well.</param>
/// <param name="Lines">The line of each run.</param>
/// <param name="Remark">A sentence on what was left out; <see langword="null"/> if nothing was.</param>
internal sealed record RunsFile(
    string Name, IReadOnlyList<string> Columns, IReadOnlyList<SessionInfo> Sessions, IReadOnlyList<Observation> Runs, IReadOnlyList<CsvLine> Lines, string? Remark)
{
    /// <summary>The runs in the order in which their variants and configurations were named, and not in the random one in which they ran.</summary>
    public IEnumerable<Observation> AsNamed
    {
        get
        {
            var plans = Sessions.DistinctBy(session => KeyOf(session.Id, session.Workload, session.ParametersText))
                .ToDictionary(session => KeyOf(session.Id, session.Workload, session.ParametersText), session => session.Configurations.ToList());
            return Runs.OrderBy(run => VariantOf(run)).ThenBy(run => plans[KeyOf(run.Session, run.Scenario.Workload, run.Scenario.Parameters)].IndexOf(run.Planned.Configuration));

            static string KeyOf(string session, string workload, string parameters) => $"{session} {workload} {parameters}";
        }
    }

    /// <summary>A sentence for each session of which the files lack variants.</summary>
    public static IEnumerable<string> MissingVariants(IEnumerable<RunsFile> files) =>
        from file in files
        from session in file.Sessions.DistinctBy(session => session.Id)
        let missing = session.Variants.Except(file.Sessions.Where(other => other.Id == session.Id).Select(other => other.Variant)).ToList()
        where missing.Count > 0
        select $"{file.Name} has no run of {string.Join(" and ", missing)}, which session {session.Id} was to compare.";

    /// <summary>The place of its variant among those of its session.</summary>
    public int VariantOf(Observation run) =>
        Sessions.FirstOrDefault(session => session.Variants.Count > 0 && session.Id == run.Session && IsOf(run.Scenario, session)) is { } own ? own.Variants.ToList().IndexOf(own.Variant) : 0;

    private static bool IsOf(Scenario scenario, SessionInfo session) => session.Workload == scenario.Workload && session.ParametersText == scenario.Parameters;

    /// <summary>The sessions that have runs of a scenario.</summary>
    public static IEnumerable<SessionInfo> SessionsOf(Scenario scenario, IEnumerable<RunsFile> files) =>
        from file in files
        let ids = file.Runs.Where(run => run.Scenario == scenario).Select(run => run.Session).ToHashSet()
        from session in file.Sessions
        where ids.Contains(session.Id) && IsOf(scenario, session)
        select session;

    /// <summary>Refuses files that have a session in common.</summary>
    public static void EnsureEachSessionOnce(IEnumerable<RunsFile> files)
    {
        var homes = new Dictionary<string, string>();
        foreach (var file in files)
            foreach (var id in file.Sessions.Select(session => session.Id).Distinct())
                if (!homes.TryAdd(id, file.Name))
                    throw new PartimeException($"Session {id} is in {homes[id]} and in {file.Name}, and would count twice: name one of them.");
    }
}
