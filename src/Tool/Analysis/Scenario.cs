namespace Partime.Tool.Analysis;

/// <summary>What was measured, apart from how it was run. Times of the same one may be held against each other without a word.</summary>
/// <param name="Workload">The workload's name.</param>
/// <param name="Parameters">Its options in effect, as <c>key=value; key=value</c>.</param>
/// <param name="Inputs">The digest of all inputs; empty if it is not known.</param>
/// <param name="Tasks">How many tasks a run had.</param>
/// <param name="Pool">Whether the times include the making of pools: <c>cold</c>, or <c>warm</c> if not.</param>
internal sealed record Scenario(string Workload, string Parameters, string Inputs, long Tasks, string Pool)
{
    public const string ColdPool = "cold";

    public const string WarmPool = "warm";

    /// <summary>In the settings of a session: the first failure ends it.</summary>
    public const string FailFast = "fail fast";

    public static string PoolOf(bool isWarm) => isWarm ? WarmPool : ColdPool;
}
