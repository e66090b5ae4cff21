using System.Globalization;

namespace Partime.Tool;

/// <summary>How long partime waits for what should end by itself. An emulator, a debugger or an overloaded machine needs longer than usual.</summary>
internal static class Patience
{
    /// <summary>How many times as long.</summary>
    public const string Variable = "PARTIME_PATIENCE";

    private const int Max = 100;

    private static readonly string? Given = Environment.GetEnvironmentVariable(Variable);

    private static readonly int Factor = int.TryParse(Given, NumberStyles.None, CultureInfo.InvariantCulture, out var factor) && factor is >= 1 and <= Max ? factor : 1;

    public static TimeSpan Of(int seconds) => TimeSpan.FromSeconds(seconds * Factor);

    /// <exception cref="PartimeException">The variable has another value.</exception>
    public static void Check()
    {
        if (Given is not null && Factor.ToString(CultureInfo.InvariantCulture) != Given)
            throw new PartimeException($"The variable {Variable} is '{Given}'. Set it to a whole number from 1 to {Max}: partime then waits that many times as long for tasks and workers to end. Or unset it.");
    }
}
