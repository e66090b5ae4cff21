using Partime.Tool.Analysis;

namespace Partime.Tool.Reporting;

/// <summary>What is the same in all rows of a session.</summary>
/// <param name="Session">The session's id.</param>
/// <param name="Workload">The workload's name.</param>
/// <param name="Parameters">The workload's options in effect, secrets already hidden.</param>
/// <param name="Metrics">The names of the workload's metrics.</param>
internal sealed record ReportHeader(
    string Session, string Workload, IReadOnlyList<(string Name, string Value)> Parameters, IReadOnlyList<string> Metrics)
{
    /// <summary>Whether the times include the making of pools: <c>cold</c>, or <c>warm</c> if not.</summary>
    public string Pool { get; init; } = Scenario.ColdPool;

    /// <summary>By executor, its options in effect as <c>key=value; key=value</c>, secrets already hidden.</summary>
    public IReadOnlyDictionary<string, string> ExecutorOptions { get; init; } = new Dictionary<string, string>();

    /// <summary>What the order of every round follows from.</summary>
    public long Seed { get; init; }

    /// <summary>The configurations of a round.</summary>
    public string Plan { get; init; } = "";

    /// <summary>How many rounds there are to be, and what tasks and workers are allowed.</summary>
    public string Settings { get; init; } = "";

    /// <summary>The digest of all inputs.</summary>
    public string Inputs { get; init; } = "";

    /// <summary>The assemblies whose code it is, each with the digest of its files.</summary>
    public string Plugins { get; init; } = "";

    /// <summary>What it was measured on, in a line that begins with the machine's name.</summary>
    public string Machine { get; init; } = "";

    /// <summary>The executors that have a fresh process for each of their runs.</summary>
    public IReadOnlyList<string> Isolated { get; init; } = [];

    /// <summary>What is to be said of all runs, or of those under one executor.</summary>
    public IReadOnlyList<Remark> Remarks { get; init; } = [];

    public Scenario ScenarioOf(long tasks) =>
        new(Workload, TextOf(Parameters), Inputs, tasks, Pool);

    /// <summary>Options with their names as files have them, so that whoever reads a file gets the same.</summary>
    public static string TextOf(IEnumerable<(string Name, string Value)> parameters) =>
        string.Join("; ", parameters.Select(parameter => $"{RunColumns.NameOf(parameter.Name)}={parameter.Value}"));
}
