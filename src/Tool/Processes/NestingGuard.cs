using System.Globalization;

namespace Partime.Tool.Processes;

/// <summary>How many partimes started one another: a workload may start partime, but not without end.</summary>
internal static class NestingGuard
{
    public const string Variable = "PARTIME_DEPTH";

    /// <summary>More is nobody's intention.</summary>
    public const int Most = 10;

    public static int Current =>
        int.TryParse(Environment.GetEnvironmentVariable(Variable), NumberStyles.None, CultureInfo.InvariantCulture, out var depth) ? depth : 0;

    /// <summary>Counts this partime for all that it starts.</summary>
    public static void Enter()
    {
        if (Current >= Most)
            throw new PartimeException($"partime was started by a workload of partime, {Most} times over: have the workload not start itself, or unset {Variable}.");
        Environment.SetEnvironmentVariable(Variable, (Current + 1).ToString(CultureInfo.InvariantCulture));
    }
}
