using McMaster.Extensions.CommandLineUtils;
using Partime.Tool.Reporting;

namespace Partime.Tool.Cli;

/// <summary><c>completion</c>: the script that has a shell ask <see cref="CompleteCommand"/>.</summary>
internal static class CompletionCommand
{
    public static readonly string[] Shells = ["bash", "zsh", "fish", "pwsh"];

    public static void Define(CommandLineApplication command, Action<Func<CancellationToken, Task<int>>> choose)
    {
        command.Description = "Prints a script that completes partime's commands with the Tab key.";
        command.ExtendedHelpText = HelpTexts.Completion;
        var shell = command.Argument(string.Join('|', Shells), "The shell to load the script into, as shown below.");
        command.OnExecute(() =>
        {
            var name = shell.Value ?? throw new PartimeException($"Which shell? Write 'dotnet partime completion NAME' with one of {string.Join(", ", Shells)}.");
            if (!Shells.Contains(name))
                throw new PartimeException($"There is no completion for '{name}', only for {string.Join(", ", Shells)}.");
            choose(_ => Task.FromResult(Show(name)));
            return ExitCode.Ok;
        });
    }

    private static int Show(string shell)
    {
        using var script = new StreamReader(typeof(CompletionCommand).Assembly.GetManifestResourceStream($"completion.{shell}")!);
        Terminal.Out().WriteText(script.ReadToEnd());
        return ExitCode.Ok;
    }
}
