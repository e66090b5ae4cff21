using System.Globalization;

namespace Partime.Tool.Processes;

/// <summary>Counts the instances of partime that started one another. A workload may start partime, but not endlessly.</summary>
internal static class NestingGuard
{
    public const string Variable = "PARTIME_DEPTH";

    public const int MaxLevel = 10;

    public static int Level =>
        int.TryParse(Environment.GetEnvironmentVariable(Variable), NumberStyles.None, CultureInfo.InvariantCulture, out var depth) ? depth : 0;

    /// <summary>Counts this instance, for every process that it starts.</summary>
    public static void Enter()
    {
        if (Level >= MaxLevel)
            throw new PartimeException($"partime was started by a workload of partime, {MaxLevel} levels deep. Change the workload so that it does not start itself, or unset {Variable}.");
        Environment.SetEnvironmentVariable(Variable, (Level + 1).ToString(CultureInfo.InvariantCulture));
    }
}
