using System.Globalization;

namespace Partime.Tool.Cli;

/// <summary>The exit codes of each command, for the end of its help.</summary>
internal static class ExitCodeTexts
{
    private const string Mistake = "the command or the environment is wrong; the message says what to change";

    /// <summary>For the help without a command.</summary>
    public static string All { get; } = Of(
        "every task is ok, and the executors agree",
        [TasksFailed, ResultsDiffer, (ExitCode.Slower, "a configuration is slower than 'compare --fail-on' allows")],
        keeps: true);

    public static string Run { get; } = Of("every task is ok, and the executors agree", [TasksFailed, ResultsDiffer], keeps: true);

    public static string Compare { get; } = Of("no configuration is slower than --fail-on allows", [(ExitCode.Slower, "a configuration is slower than --fail-on allows")]);

    public static string Doctor { get; } = Of("the checks are complete", [(ExitCode.TasksFailed, "an executor failed in its trial runs; the message says why")]);

    public static string PluginVerify { get; } = Of("every file is unchanged", [], $"a file has changed, or {Mistake}");

    public static string PluginUpdate { get; } = Of("every plugin is the newest version", [], $"a plugin cannot be updated, or {Mistake}");

    /// <summary>For commands that either succeed or fail.</summary>
    public static string Simple { get; } = Of("done", []);

    private static (int Code, string Meaning) TasksFailed => (ExitCode.TasksFailed, "tasks failed; the data is complete");

    private static (int Code, string Meaning) ResultsDiffer => (ExitCode.ResultsDiffer, "executors disagree on results");

    private static string Of(string ok, IEnumerable<(int Code, string Meaning)> more, string mistake = Mistake, bool keeps = false)
    {
        IEnumerable<(int Code, string Meaning)> all =
        [
            (ExitCode.Ok, ok),
            (ExitCode.Usage, mistake),
            .. more,
            (ExitCode.Bug, "a bug in partime"),
            (ExitCode.Interrupted, $"interrupted (Ctrl-C), {ExitCode.Terminated} terminated{(keeps ? "; what was measured is on disk" : "")}"),
        ];
        return "\nExit codes:\n" + string.Concat(all.Select(code => string.Create(CultureInfo.InvariantCulture, $"  {code.Code,-5}{code.Meaning}\n")));
    }
}
