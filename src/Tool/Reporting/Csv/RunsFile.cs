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
    /// <summary>The runs in the order in which their configurations were named, and not in the random one in which they ran.</summary>
    public IEnumerable<Observation> AsNamed
    {
        get
        {
            var plans = Sessions.ToDictionary(session => session.Id, session => session.Configurations.ToList());
            return Runs.OrderBy(run => plans[run.Session].IndexOf(run.Planned.Configuration));
        }
    }

    /// <summary>The sessions that have runs of a scenario.</summary>
    public static IEnumerable<SessionInfo> SessionsOf(Scenario scenario, IEnumerable<RunsFile> files) =>
        from file in files
        let ids = file.Runs.Where(run => run.Scenario == scenario).Select(run => run.Session).ToHashSet()
        from session in file.Sessions
        where ids.Contains(session.Id)
        select session;

    /// <summary>Refuses files that have a session in common.</summary>
    public static void EnsureEachSessionOnce(IEnumerable<RunsFile> files)
    {
        var homes = new Dictionary<string, string>();
        foreach (var file in files)
            foreach (var session in file.Sessions)
                if (!homes.TryAdd(session.Id, file.Name))
                    throw new PartimeException($"Session {session.Id} is in {homes[session.Id]} and in {file.Name}, and would count twice: name one of them.");
    }
}
