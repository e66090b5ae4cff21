using McMaster.Extensions.CommandLineUtils;
using Partime.Tool.Analysis;
using Partime.Tool.Files;
using Partime.Tool.Planning;
using Partime.Tool.Reporting;
using Partime.Tool.Sessions;

namespace Partime.Tool.Cli;

/// <summary><c>doctor</c>: what this machine is, and what can be measured on it.</summary>
internal sealed class DoctorCommand(Outputs outputs)
{
    private readonly Terminal terminal = outputs.UseStandardOutput ? Terminal.Error() : Terminal.Out();

    public static void Define(CommandLineApplication command, Action<Func<CancellationToken, Task<int>>> choose)
    {
        command.Description = "Describes this machine and checks whether it is fit for benchmarking.";
        var json = command.One("--json <FILE>", "Write everything as JSON; '-' is standard output.");
        command.OnExecute(() =>
        {
            choose(new DoctorCommand(new Outputs(null, null, Excel: false) { Json = json.Value() }).ExecuteAsync);
            return ExitCode.Ok;
        });
    }

    private async Task<int> ExecuteAsync(CancellationToken cancellationToken)
    {
        InputFiles.EnsureApart([], outputs);
        using var json = outputs.Json is { } path ? OutputFile.Open(path) : null;
        using var work = new WorkInProgress().Begin();
        var examination = new Examination();
        Diagnosis? found = null;
        try
        {
            await foreach (var further in examination.StepsAsync(cancellationToken))
            {
                Show(found, further);
                found = further;
            }
            found = found! with { IsComplete = !cancellationToken.IsCancellationRequested };
        }
        finally
        {
            // Also when it was interrupted while workers were starting.
            found = found is null ? null : Concluded(found, examination.Findings);
            if (found is not null)
                json?.WriteText(DoctorJson.Of(found, ToolVersion.Text));
        }
        foreach (var remark in found!.Remarks)
            Message.WriteSentence(remark);
        return examination.Findings.Failures.Count > 0 ? ExitCode.TasksFailed : ExitCode.Ok;
    }

    /// <summary>What a step has added.</summary>
    private void Show(Diagnosis? before, Diagnosis now) => terminal.Write(
        before is null ? DoctorTables.Of(now.Machine)
        : now.Clock is { } clock && before.Clock is null ? DoctorTables.Of(clock)
        : before.Sleeps.Count < now.Sleeps.Count ? DoctorTables.Of(now.Sleeps)
        : ReferenceEquals(before.Scaling, now.Scaling) ? DoctorTables.Of(now.EmptyTasks)
        : DoctorTables.Of(now.Scaling));

    private static Diagnosis Concluded(Diagnosis found, Findings findings)
    {
        var names = new ConfigurationNames(found.Runs.Select(run => run.Planned.Configuration));
        return found with { Remarks = [.. DoctorRemarks.Of(found), .. FindingsText.Of(findings, names)] };
    }
}
