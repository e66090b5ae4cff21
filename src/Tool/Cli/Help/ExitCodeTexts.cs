using System.Globalization;

namespace Partime.Tool.Cli;

/// <summary>The exit codes that a command can have, as they stand at the end of its help.</summary>
internal static class ExitCodeTexts
{
    private const string Mistake = "the command or the environment is wrong; the message says what to change";

    /// <summary>Of all commands.</summary>
    public static string All { get; } = Of(
        "every task is ok, and the executors agree",
        [TasksFailed, ResultsDiffer, (ExitCode.Slower, "a configuration is slower than 'compare --fail-on' allows")],
        keeps: true);

    public static string Run { get; } = Of("every task is ok, and the executors agree", [TasksFailed, ResultsDiffer], keeps: true);

    public static string Compare { get; } = Of("no configuration is slower than --fail-on allows", [(ExitCode.Slower, "a configuration is slower than --fail-on allows")]);

    public static string Doctor { get; } = Of("the machine has been examined", [(ExitCode.TasksFailed, "an executor failed at its trial runs; the message says why")]);

    public static string PluginVerify { get; } = Of("every file is as it was installed", [], $"a file differs, or {Mistake}");

    public static string PluginUpdate { get; } = Of("every plugin is the newest", [], $"a plugin stays as it is, or {Mistake}");

    /// <summary>Of commands that do it or do not.</summary>
    public static string Usual { get; } = Of("done", []);

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
