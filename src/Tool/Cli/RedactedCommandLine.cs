using Partime.Tool.Plugins;

namespace Partime.Tool.Cli;

/// <summary>The command line as others may read it. When in doubt, a value is hidden.</summary>
/// <param name="workloadSecrets">The names of the workload's secret options.</param>
/// <param name="executorSecrets">Those of the executors, as <c>executor.option</c>.</param>
internal sealed class RedactedCommandLine(IReadOnlyCollection<string> workloadSecrets, IReadOnlyCollection<string> executorSecrets)
{
    public static RedactedCommandLine For(IEnumerable<WorkloadInfo> workloads, IEnumerable<ExecutorInfo> executors) => new(
        [.. workloads.SelectMany(workload => workload.Options).Where(option => option.Secret).Select(option => option.Name)],
        [.. executors.SelectMany(executor => executor.Options.Where(option => option.Secret).Select(option => $"{executor.Name}.{option.Name}"))]);

    /// <summary>The arguments as they were typed: a response file stays <c>@file</c>, so its contents stay private.</summary>
    public IReadOnlyList<string> Of(IReadOnlyList<string> args)
    {
        var shown = new List<string>();
        string? flag = null;
        foreach (var arg in args)
        {
            var name = FlagOf(arg);
            // '--set=key=value' and '--set:key=value', or '--set' and then 'key=value'.
            shown.Add(flag is not null && name is null ? Setting(flag, arg)
                : name is not null && arg.Length > name.Length ? arg[..(name.Length + 1)] + Setting(name, arg[(name.Length + 1)..])
                : Stray(arg));
            flag = name is not null && arg.Length == name.Length ? name : null;
        }
        return shown;
    }

    private static string? FlagOf(string arg) =>
        ((string[])["--set", "--vary", "--executor-set"]).FirstOrDefault(flag => arg.StartsWith(flag, StringComparison.Ordinal) && (arg.Length == flag.Length || arg[flag.Length] is '=' or ':'));

    private string Setting(string flag, string text)
    {
        var key = text.Split('=', 2)[0];
        var secrets = flag == "--executor-set" ? executorSecrets : workloadSecrets;
        var isSecret = secrets.Contains(NameOf(key), StringComparer.OrdinalIgnoreCase) || Secrets.IsNameOfOne(NameOf(key).Split('.')[^1]);
        return isSecret && key.Length < text.Length ? $"{key}={Secrets.Hidden}" : Secrets.HideIn(text);
    }

    /// <summary>Blanks around the parts of a key do not count where it is set, either.</summary>
    private static string NameOf(string key) => string.Join('.', key.Split('.', 2, StringSplitOptions.TrimEntries));

    /// <summary>Hides a setting, too, whose flag is the last line of a response file.</summary>
    private string Stray(string text)
    {
        var key = text.Split('=', 2)[0];
        return key.Contains('/') ? Secrets.HideIn(text) : Setting(key.Contains('.') ? "--executor-set" : "--set", text);
    }
}
