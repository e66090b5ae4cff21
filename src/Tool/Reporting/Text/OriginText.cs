using System.Globalization;
using Partime.Tool.Measurement;

namespace Partime.Tool.Reporting;

/// <summary>Where and when sessions were measured, as far as their files tell: a line per machine.</summary>
internal static class OriginText
{
    public static IEnumerable<string> Of(IEnumerable<SessionInfo> sessions) => sessions
        .GroupBy(session => session.Machine)
        .Select(machine => string.Join(", ", ((string[])[machine.Key, When(machine)]).Where(text => text.Length > 0)))
        .Where(line => line.Length > 0);

    private static string When(IEnumerable<SessionInfo> sessions)
    {
        var times = sessions.Select(session => session.StartedUtc).OfType<DateTimeOffset>().Select(Minute).Order(StringComparer.Ordinal).ToList();
        return times.Count == 0 ? "" : times[0] == times[^1] ? $"{times[0]} UTC" : $"{times[0]} to {times[^1]} UTC";
    }

    private static string Minute(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
