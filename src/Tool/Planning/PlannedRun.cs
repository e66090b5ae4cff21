namespace Partime.Tool.Planning;

/// <summary>One run to be measured.</summary>
/// <param name="Number">Its number in the session, from 1.</param>
/// <param name="Phase">Whether it counts.</param>
/// <param name="Round">Its round within the phase, from 1.</param>
/// <param name="Order">Its position within the round, from 1.</param>
/// <param name="Configuration">How its tasks are run.</param>
internal sealed record PlannedRun(int Number, Phase Phase, int Round, int Order, Configuration Configuration);
