using System.Globalization;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;
using Partime.Tool.Plugins;
using Partime.Tool.Reporting;

namespace Partime.Tool.Sessions;

/// <summary>Writes down what a session is before its first run.</summary>
internal sealed class SessionDescriber(LoadedWorkload workload, VariantRequest requested, IReadOnlyCollection<LoadedExecutor> executors, Plan plan, Machine machine)
{
    /// <summary>Hexadecimal digits, of 4 bits each.</summary>
    private const int IdDigits = 10;

    private readonly IReadOnlyList<PluginDetails> plugins = LoadedAssemblies.Of(workload.Info, [.. executors.Select(executor => executor.Info)]);

    public SessionInfo ToInfo(SessionRequest request, IReadOnlyCollection<string> isolated)
    {
        var started = DateTimeOffset.UtcNow;
        return new SessionInfo
        {
            Id = NewId(started),
            Workload = workload.Info.Name,
            Variant = Variant(),
            Parameters = Texts(),
            IsDeterministic = workload.Info.Deterministic && workload.Workload.IsDeterministic,
            Metrics = [.. workload.Info.Metrics.Select(metric => new Metric(metric.Name, metric.Unit, metric.Aggregate))],
            StartedUtc = started,
            Configurations = [.. plan.Configurations.Where(configuration => configuration.Variant == requested.Number).Select(configuration => configuration with { Variant = 0 })],
            Seed = plan.Seed,
            Settings = new SessionSettings(plan.Rounds, plan.Warmup, request.Rules) { Scale = plan.Scale },
            IsWarm = request.IsWarm,
            InputsDigest = InputsDigest.Of(plan.Inputs),
            FoundPlugins = new(() => LoadedAssemblies.Identities(plugins)),
            Machine = $"{machine.Name}: {machine.Line}",
            ExecutorOptions = executors.ToDictionary(executor => executor.Info.Name, executor => string.Join("; ",
                executor.Parameters.Where(parameter => parameter.Text.Length > 0).Select(parameter => $"{parameter.Name}={parameter.Text}"))),
            Isolated = isolated,
            Remarks = [.. LoadedAssemblies.Remarks(plugins), .. machine.Power.GovernorRemark is { } governor ? [new Remark(governor)] : (Remark[])[]],
        };
    }

    /// <summary>Hashes every file around the assemblies, which takes time.</summary>
    /// <param name="request">The session.</param>
    /// <param name="workloads">All that it runs, which say what is secret.</param>
    public SessionDetails ToDetails(SessionRequest request, IEnumerable<WorkloadInfo> workloads) => new()
    {
        ToolVersion = ToolVersion.Text,
        Plan = plan,
        Machine = machine,
        Plugins = LoadedAssemblies.WithFiles(plugins),
        CommandLine = request.CommandLine(workloads, executors.Select(executor => executor.Info)),
    };

    /// <summary>Only what the user has set tells variants apart; a secret stays hidden.</summary>
    private string Variant()
    {
        var given = new List<string>();
        foreach (var parameter in workload.Parameters)
            if (requested.Settings.Any(setting => setting.Key == parameter.Name))
                given.Add($"{parameter.Name}={parameter.Text}");
        if (requested.Tasks is { } tasks)
            given.Add(string.Create(CultureInfo.InvariantCulture, $"{VariantRequest.TasksKey}={tasks}"));
        return given.Count == 0 ? "" : $"{workload.Info.Name} ({string.Join("; ", given)})";
    }

    /// <summary>With a loop, because a query for tuples would be compiled at every start.</summary>
    private List<(string Name, string Value)> Texts()
    {
        var texts = new List<(string, string)>(workload.Parameters.Count);
        foreach (var parameter in workload.Parameters)
            texts.Add((parameter.Name, parameter.Text));
        if (requested.Tasks is { } tasks)
            texts.Add((VariantRequest.TasksKey, tasks.ToString(CultureInfo.InvariantCulture)));
        return texts;
    }

    /// <summary>Digits enough for the jobs of a CI matrix, which start in the same second: with four, among 300 sessions two had the same id in half of all
    /// cases.</summary>
    private static string NewId(DateTimeOffset started) =>
        started.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture) + "-" + Random.Shared.NextInt64(1L << (4 * IdDigits)).ToString($"x{IdDigits}", CultureInfo.InvariantCulture);
}
