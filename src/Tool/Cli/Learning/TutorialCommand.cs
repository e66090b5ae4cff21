using McMaster.Extensions.CommandLineUtils;
using Partime.Tool.Measurement;
using Partime.Tool.Reporting;
using Partime.Tool.Sessions;

namespace Partime.Tool.Cli;

/// <summary><c>tutorial</c>: eight measurements, each with the command to type, what to look at, and what it showed here.</summary>
internal sealed class TutorialCommand(int? only)
{
    private readonly Terminal terminal = Terminal.Out();

    public static void Define(CommandLineApplication command, Action<Func<CancellationToken, Task<int>>> choose)
    {
        command.Description = "Shows in eight steps, within two minutes, what to measure and how to read it.";
        var step = command.One("--step <N>", $"Show only this step, from 1 to {TutorialSteps.Count}. Default: all of them, one after the other.");
        command.OnExecute(() =>
        {
            int? only = step.HasValue() ? step.ParseNumber(min: 1, defaultValue: 1, TutorialSteps.Count) : null;
            choose(new TutorialCommand(only).ExecuteAsync);
            return ExitCode.Ok;
        });
    }

    /// <summary>What these words behind <c>run</c> ask for.</summary>
    public static SessionRequest RequestOf(string[] words)
    {
        using var command = new CommandLineApplication();
        var options = new RunOptions(command);
        command.Parse(words);
        return options.ToRequest();
    }

    private async Task<int> ExecuteAsync(CancellationToken cancellationToken)
    {
        Session.Begin();
        using var work = new WorkInProgress().Begin();
        await using var server = new TutorialServer();
        var steps = TutorialSteps.All(server.Address);
        for (var number = 1; number <= steps.Count && !cancellationToken.IsCancellationRequested; number++)
            if (only is null || only == number)
                await ShowAsync(number, steps[number - 1], cancellationToken);
        if (only is null && !cancellationToken.IsCancellationRequested)
            terminal.WriteLine("That was all. 'dotnet partime advise' chooses for you, and 'dotnet partime run --help' lists what else there is.");
        return ExitCode.Ok;
    }

    private async Task ShowAsync(int number, TutorialStep step, CancellationToken cancellationToken)
    {
        terminal.WriteLine($"Step {number} of {TutorialSteps.Count}: {step.Title}");
        terminal.WriteLine("");
        var results = new List<Conclusion>();
        foreach (var words in step.Commands)
        {
            terminal.WriteLine($"$ dotnet partime run {words}");
            terminal.WriteLine("");
            results.Add(await MeasureAsync(words, cancellationToken));
            terminal.WriteLine("");
        }
        if (cancellationToken.IsCancellationRequested)
            return;
        terminal.WriteLine($"Look at {step.LookAt}");
        terminal.WriteLine(results.TrueForAll(result => result.IsComplete && result.Problems.Count == 0)
            ? step.Reading(results)
            : "Tasks failed here, as said above, so there is nothing to read from these numbers.");
        terminal.WriteLine("");
    }

    /// <summary>As the command does that is shown, without its advice: the step says what to learn.</summary>
    private async Task<Conclusion> MeasureAsync(string words, CancellationToken cancellationToken)
    {
        var request = RequestOf(words.Split(' ')) with { Outputs = new Outputs(null, null, Excel: false) };
        using var session = new Session(request, Catalog.OpenBundled(), Machine.Read());
        session.OpenOutputs();
        await session.MeasureAsync(cancellationToken);
        if (session.Conclusion.Summaries.Count > 0)
            new ResultText(session.Conclusion, session.Info.Machine).ShowNumbers(terminal);
        Message.WriteAll(session.Conclusion.Problems);
        return session.Conclusion;
    }
}
