using Partime.Tool.Analysis;
using Partime.Tool.Planning;

namespace Partime.Tool.Reporting;

/// <summary>What a runs CSV holds.</summary>
/// <param name="Name">What it is called in messages.</param>
/// <param name="Columns">Its columns in their order.</param>
/// <param name="Sessions">Those that have runs in it, in their order.</param>
/// <param name="Runs">All of them in the order of the file, those to warm up as well.</param>
/// <param name="Remark">A sentence on what was left out; <see langword="null"/> if nothing was.</param>
internal sealed record RunsFile(
    string Name, IReadOnlyList<string> Columns, IReadOnlyList<RecordedSession> Sessions, IReadOnlyList<Observation> Runs, string? Remark)
{
    /// <summary>All configurations in the order of their plans and not in the random one of the rounds. Those that no plan names, as older
    /// versions wrote none, come behind in the order of the file.</summary>
    public static IReadOnlyList<Configuration> OrderOf(IEnumerable<RunsFile> files)
    {
        var configurations = files.SelectMany(file => file.Runs).Select(run => run.Planned.Configuration).Distinct().ToLookup(PlanText.NameOf);
        var planned = files.SelectMany(file => file.Sessions).SelectMany(session => session.Plan.Split(' ')).Distinct();
        return [.. planned.SelectMany(name => configurations[name]).Concat(configurations.SelectMany(configuration => configuration)).Distinct()];
    }
}
