using System.Runtime.CompilerServices;
using McMaster.Extensions.CommandLineUtils;
using Partime.Tool.Analysis;
using Partime.Tool.Files;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;
using Partime.Tool.Processes;
using Partime.Tool.Reporting;

namespace Partime.Tool.Cli;

/// <summary><c>doctor</c>: what this machine is, and what can be measured on it.</summary>
internal sealed class DoctorCommand(Outputs outputs)
{
    private const int EmptyTasks = 100_000;

    /// <summary>Each is a process.</summary>
    private const int EmptyProcesses = 10;

    private const string PerTask = "process";

    // Tasks of about 0.1 ms weigh more than the claiming of them, and most numbers of CPUs divide how many there are.
    private const int SpinInput = 250_000;
    private const int SpinTasks = 1920;

    public static void Define(CommandLineApplication command, Action<Func<CancellationToken, Task<int>>> choose)
    {
        command.Description = "Shows this machine, and measures how well it can be measured on.";
        command.ExtendedHelpText = HelpTexts.Doctor;
        var json = command.Option("--json <FILE>", "Write all of it as JSON; '-' is standard output.", CommandOptionType.SingleValue);
        command.OnExecute(() =>
        {
            choose(new DoctorCommand(new Outputs(null, null, Excel: false) { Json = json.Value() }).ExecuteAsync);
            return ExitCode.Ok;
        });
    }

    private async Task<int> ExecuteAsync(CancellationToken cancellationToken)
    {
        InputFiles.EnsureApart([], outputs);
        NestingGuard.Enter();
        using var json = outputs.Json is { } path ? new TextFile(path) : null;
        using var work = new WorkUnderWay().Begin();
        var findings = new Findings(resultsCompare: false);
        var found = new Diagnosis(Machine.Read()) { Load = SystemReading.Take().Load };
        try
        {
            await foreach (var further in ExamineAsync(found, findings, cancellationToken))
                found = further;
            found = found with { IsComplete = !cancellationToken.IsCancellationRequested };
        }
        finally
        {
            // Also when it was interrupted while workers were being made.
            found = found with { Remarks = [.. DiagnosisRemarks.Of(found), .. FindingsText.Of(findings, new ConfigurationNames(found.Runs.Select(run => run.Planned.Configuration)))] };
            json?.Write(DoctorJson.Of(found, ToolVersion.Text));
        }
        foreach (var remark in found.Remarks)
            Message.WriteSentence(remark);
        return findings.Failures.Count > 0 ? ExitCode.TasksFailed : ExitCode.Ok;
    }

    /// <summary>One thing after the other, each shown as soon as it is known.</summary>
    private async IAsyncEnumerable<Diagnosis> ExamineAsync(Diagnosis found, Findings findings, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var terminal = outputs.UseStandardOutput ? Terminal.Error() : Terminal.Out();
        terminal.Write(MachineTable.Of(found.Machine));
        yield return found = found with { Clock = ClockCheck.Measure() };
        terminal.Write(DoctorTables.Of(found.Clock));
        yield return found = found with { Sleeps = await SleepCheck.MeasureAsync(cancellationToken) };
        terminal.Write(DoctorTables.Of(found.Sleeps));
        if (cancellationToken.IsCancellationRequested)
            yield break;
        yield return found = await WithEmptyTasksAsync(found, findings, cancellationToken);
        terminal.Write(DoctorTables.Of(found.EmptyTasks));
        if (cancellationToken.IsCancellationRequested)
            yield break;
        yield return found = await WithScalingAsync(found, findings, cancellationToken);
        terminal.Write(DoctorTables.Of(found.Scaling));
    }

    private static async Task<Diagnosis> WithEmptyTasksAsync(Diagnosis found, Findings findings, CancellationToken cancellationToken)
    {
        var runs = new TrialRuns(found.Machine, ["all"], [new WorkerSpec(1)], Input: 0, EmptyTasks) { Except = [PerTask] };
        var (observed, order) = await runs.MeasureAsync(findings, cancellationToken);
        var costs = EmptyTaskCost.Of(observed).OrderBy(cost => order.ToList().FindIndex(configuration => configuration.Executor == cost.Executor));
        if (!OperatingSystem.IsLinux() || cancellationToken.IsCancellationRequested)
            return found with { EmptyTasks = [.. costs], Runs = [.. found.Runs, .. observed] };
        var (processes, _) = await (runs with { Executors = [PerTask], Except = [], Tasks = EmptyProcesses, Warmup = 0, Rounds = 3 }).MeasureAsync(findings, cancellationToken);
        return found with { EmptyTasks = [.. costs, .. EmptyTaskCost.Of(processes)], Runs = [.. found.Runs, .. observed, .. processes] };
    }

    private static async Task<Diagnosis> WithScalingAsync(Diagnosis found, Findings findings, CancellationToken cancellationToken)
    {
        var runs = new TrialRuns(found.Machine, ["threads"], [.. Doubling(WorkerSpec.Cpus).Select(count => new WorkerSpec(count))], SpinInput, SpinTasks) { IsWarm = true, Rounds = 7 };
        var (observed, order) = await runs.MeasureAsync(findings, cancellationToken);
        return found with { Scaling = Summary.Of(observed, EquivalenceBand.Default, order), Runs = [.. found.Runs, .. observed] };
    }

    /// <summary>1, 2, 4 and so on, and all of them at the end.</summary>
    private static IEnumerable<int> Doubling(int all)
    {
        for (var workers = 1; workers < all; workers *= 2)
            yield return workers;
        yield return all;
    }
}
