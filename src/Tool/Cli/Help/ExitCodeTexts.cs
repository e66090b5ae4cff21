using System.Globalization;

namespace Partime.Tool.Cli;

/// <summary>The exit codes of each command, for the end of its help.</summary>
internal static class ExitCodeTexts
{
    private const string Mistake = "the command or the environment is wrong; the message says what to change";

    /// <summary>Those of the command with this full name.</summary>
    public static string For(string command) => command switch
    {
        "dotnet partime" => All,
        "dotnet partime run" or "dotnet partime advise" => Run,
        "dotnet partime report" => Of("done", ResultsDiffer),
        "dotnet partime compare" => Compare,
        "dotnet partime doctor" => Doctor,
        "dotnet partime node" => "\nExit codes:\n" + Line(ExitCode.Ok, "a signal has ended it, such as Ctrl-C") + Line(ExitCode.Usage, Mistake) + Line(ExitCode.Bug, "a bug in partime"),
        "dotnet partime plugin verify" => PluginVerify,
        "dotnet partime plugin update" => PluginUpdate,
        _ => Simple,
    };

    /// <summary>For the help without a command.</summary>
    public static string All => Of(
        "every task is ok, and the executors agree",
        TasksFailed + ResultsDiffer + Line(ExitCode.Slower, "a configuration is slower than 'compare --fail-on' allows")
        + Line(ExitCode.Inconclusive, "'compare --fail-on' is inconclusive"),
        keeps: true);

    private static string Run => Of("every task is ok, and the executors agree", TasksFailed + ResultsDiffer, keeps: true);

    private static string Compare => Of(
        "no configuration is slower than --fail-on allows",
        Line(ExitCode.Slower, "a configuration is slower than --fail-on allows") + Line(ExitCode.Inconclusive, "--fail-on is inconclusive: a configuration may be slower than it allows"));

    private static string Doctor => Of("the checks are complete", Line(ExitCode.TasksFailed, "an executor failed in its trial runs; the message says why"));

    private static string PluginVerify => Of("every file is unchanged", "", $"a file has changed, or {Mistake}");

    private static string PluginUpdate => Of("every plugin is the newest version", "", $"a plugin cannot be updated, or {Mistake}");

    /// <summary>For commands that either succeed or fail.</summary>
    private static string Simple => Of("done", "");

    private static string TasksFailed => Line(ExitCode.TasksFailed, "tasks or runs failed, or the workload failed when it was disposed of; the data is complete");

    private static string ResultsDiffer => Line(ExitCode.ResultsDiffer, "executors, or variants under --same-results, disagree on results");

    private static string Of(string ok, string more, string mistake = Mistake, bool keeps = false) =>
        "\nExit codes:\n"
        + Line(ExitCode.Ok, ok)
        + Line(ExitCode.Usage, mistake)
        + more
        + Line(ExitCode.Bug, "a bug in partime")
        + Line(ExitCode.Interrupted, $"interrupted (Ctrl-C), {ExitCode.HungUp} the terminal was closed, {ExitCode.Terminated} terminated{(keeps ? "; what was measured is on disk" : "")}");

    private static string Line(int code, string meaning) => $"  {code.ToString(CultureInfo.InvariantCulture).PadRight(5)}{meaning}\n";
}
