using System.Globalization;
using Partime.Tool.Measurement;

namespace Partime.Tool.Reporting;

/// <summary>Where and when sessions were measured, as far as their files tell: a line per machine.</summary>
internal static class OriginText
{
    private const string Machines = "machines";

    public static IEnumerable<string> Of(IEnumerable<SessionInfo> sessions) => sessions
        .GroupBy(session => session.Machine)
        .Select(machine => string.Join(", ", ((string[])[machine.Key, When(machine)]).Where(text => text.Length > 0)))
        .Where(line => line.Length > 0);

    /// <summary>A median over several machines or builds describes none of them.</summary>
    public static IEnumerable<string> Mixed(IReadOnlyList<RunsFile> files)
    {
        foreach (var (what, of) in (IEnumerable<(string, Func<SessionInfo, string>)>)[(Machines, session => session.Machine), ("builds of the code", session => string.Join("; ", session.Plugins))])
        {
            var mixed = files.SelectMany(file => file.Sessions).GroupBy(session => session.Workload)
                .Select(workload => workload.Select(of).Where(text => text.Length > 0).Distinct().ToList()).FirstOrDefault(texts => texts.Count > 1);
            if (mixed is not null)
                yield return $"Rounds of {mixed.Count} {(what == Machines && MachineText.AreSettingsOfOne(mixed) ? "settings of one machine" : what)} are summarised together: "
                    + $"{string.Join(" and ", mixed)}. To compare files, use 'compare'.";
        }
    }

    private static string When(IEnumerable<SessionInfo> sessions)
    {
        var times = sessions.Select(session => session.StartedUtc).OfType<DateTimeOffset>().Select(Minute).Order(StringComparer.Ordinal).ToList();
        return times.Count == 0 ? "" : times[0] == times[^1] ? $"{times[0]} UTC" : $"{times[0]} to {times[^1]} UTC";
    }

    private static string Minute(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}

/// <summary>The text about a machine, taken apart again: its name and processor, its CPUs, and then what a user may set or update.</summary>
internal static class MachineText
{
    private const string Separator = ", ";

    /// <summary>Name and processor, CPUs.</summary>
    private const int HardwareParts = 2;

    public static bool AreSettingsOfOne(IEnumerable<string> machines) =>
        machines.Select(machine => string.Join(Separator, machine.Split(Separator).Take(HardwareParts))).Distinct().Count() == 1;

    /// <summary>What one text has and the other does not.</summary>
    public static string Apart(string machine, string other) =>
        string.Join(Separator, machine.Split(Separator).Except(other.Split(Separator))) is { Length: > 0 } parts ? parts : "none of these";
}
