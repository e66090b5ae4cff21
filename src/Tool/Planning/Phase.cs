namespace Partime.Tool.Planning;

/// <summary>Whether a run counts.</summary>
internal enum Phase
{
    /// <summary>Recorded, but left out of all statistics.</summary>
    Warmup,

    /// <summary>Counts.</summary>
    Measure,
}
