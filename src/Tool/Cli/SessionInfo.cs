using System.Globalization;
using System.Security.Cryptography;
using Partime.Tool.Analysis;
using Partime.Tool.Execution;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;
using Partime.Tool.Plugins;
using Partime.Tool.Reporting;

namespace Partime.Tool.Cli;

/// <summary>What the files of a session are told before its first run.</summary>
internal sealed record SessionInfo(ReportHeader Header, SessionDescription? Description)
{
    /// <summary>A run as statistics see it.</summary>
    public Observation Observe(RunRecord run) => Observation.Of(
        run,
        Header.ScenarioOf(run.Tasks.Count),
        Header.Session,
        Header.ExecutorOptions.GetValueOrDefault(run.Planned.Configuration.Executor, "")) with
    {
        EndsAtFailure = Header.Settings.EndsWith(Scenario.FailFast, StringComparison.Ordinal),
        IsIsolated = Header.Isolated.Contains(run.Planned.Configuration.Executor),
    };

    public static SessionInfo Of(
        LoadedWorkload workload, IReadOnlyCollection<LoadedExecutor> executors, Plan plan, SessionSettings settings, bool withDescription)
    {
        var started = DateTimeOffset.UtcNow;
        var plugins = RanPlugins.Of(workload.Info, [.. executors.Select(executor => executor.Info)]);
        var header = new ReportHeader(
            NewId(started),
            workload.Info.Name,
            [.. workload.Parameters.Select(parameter => (parameter.Name, parameter.Text))],
            MetricNames(workload.Info))
        {
            Pool = Scenario.PoolOf(settings.IsWarm),
            ExecutorOptions = OptionsOf(executors),
            Isolated = settings.Isolated,
            Remarks = [.. RanPlugins.Remarks(plugins), .. settings.Machine?.Power.GovernorRemark is { } text ? [new Remark(text)] : (Remark[])[]],
            Machine = settings.Machine is { } machine ? $"{machine.Name}: {machine.Line}" : "",
            Seed = plan.Seed,
            Plan = string.Join(' ', plan.Configurations),
            Settings = SettingsOf(plan, settings.Rules),
            Inputs = InputsDigest.Of(plan.Inputs),
            Plugins = RanPlugins.Identities(plugins),
        };
        return new SessionInfo(header, withDescription
            ? new SessionDescription(started, ToolVersion.Text, plan, settings, RanPlugins.WithFiles(plugins))
            {
                CommandLine = HiddenSecrets.For(workload.Info, executors.Select(executor => executor.Info)).Of(Environment.GetCommandLineArgs()[1..]),
            }
            : null);
    }

    /// <summary>By executor, its options in effect; what has no value is left out.</summary>
    public static Dictionary<string, string> OptionsOf(IEnumerable<LoadedExecutor> executors) =>
        executors.ToDictionary(executor => executor.Info.Name, executor => string.Join("; ",
            executor.Parameters.Where(parameter => parameter.Text.Length > 0).Select(parameter => $"{parameter.Name}={parameter.Text}")));

    /// <summary>Parts of which each stands for itself, as <see cref="SessionDifferences"/> compares them.</summary>
    public static string SettingsOf(Plan plan, TaskRules rules) => string.Join("; ",
    [
        $"{plan.Rounds}",
        string.Create(CultureInfo.InvariantCulture, $"{plan.Warmup} to warm up"),
        rules.Timeout is { } timeout ? $"timeout {Duration.Format(timeout)}" : "no timeout",
        string.Create(CultureInfo.InvariantCulture, $"{rules.Retries} {(rules.Retries == 1 ? "retry" : "retries")}"),
        .. rules.MaxTasksPerWorker is > 0 and var most ? [string.Create(CultureInfo.InvariantCulture, $"{most} {(most == 1 ? "task" : "tasks")} per worker")] : (string[])[],
        .. rules.FailFast ? [Scenario.FailFast] : (string[])[],
    ]);

    public static string[] MetricNames(WorkloadInfo workload) => [.. workload.Metrics.Select(metric => metric.Name)];

    private static string NewId(DateTimeOffset started) =>
        started.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture) + "-" + RandomNumberGenerator.GetHexString(4, lowercase: true);
}
