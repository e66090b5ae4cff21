namespace Partime.Tool.Measurement;

/// <summary>What the stopwatch and the other meters showed around one run.</summary>
/// <param name="Times">How long.</param>
/// <param name="Costs">What it took besides.</param>
/// <param name="Error">Why the executor failed; <see langword="null"/> if it did not, or only because it was told to end.</param>
internal sealed record RunMeasurement(RunTimes Times, RunCosts Costs, string? Error)
{
    /// <summary>What the system had counted just before and just after what was timed; <see langword="null"/> if nobody asked.</summary>
    public (SystemReading Before, SystemReading After)? Readings { get; init; }

    /// <summary>Whether the costs are all that it took between the two.</summary>
    public bool HasAllCosts { get; init; } = true;
}
