using McMaster.Extensions.CommandLineUtils;
using Partime.Tool.Reporting;

namespace Partime.Tool.Cli;

/// <summary><c>completion</c>: prints the script with which a shell calls <see cref="CompleteCommand"/>.</summary>
internal static class CompletionCommand
{
    public static readonly string[] Shells = ["bash", "zsh", "fish", "pwsh"];

    public static void Define(CommandLineApplication command, Action<Func<CancellationToken, Task<int>>> choose)
    {
        command.Description = "Prints a script that lets a shell complete partime's commands with the Tab key.";
        var shell = command.Argument(string.Join('|', Shells), "The shell that loads the script, as shown below.");
        command.OnExecute(() =>
        {
            var name = shell.Value ?? throw new PartimeException($"The shell is missing: write 'dotnet partime completion SHELL' with one of {string.Join(", ", Shells)}.");
            if (!Shells.Contains(name))
                throw new PartimeException($"There is no completion for '{name}'. Shells with completion: {string.Join(", ", Shells)}.");
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

/// <summary><c>complete</c>, a hidden command: the scripts of <see cref="CompletionCommand"/> call it at every press of the Tab key.</summary>
/// <remarks>Its arguments are the words after <c>dotnet partime</c> up to the cursor, without the shell's quotes. The last one may be
/// empty. They may look like options and response files, so the library must not parse them.</remarks>
internal static class CompleteCommand
{
    public const string Name = "complete";

    public static int Answer(string[] words)
    {
        try
        {
            using var app = CommandLine.Define(TextWriter.Null, _ => { });
            foreach (var candidate in new Completer(app, KnownNames.Here).Complete(words))
                Console.Out.Write($"{candidate.ToLine()}\n");
        }
        catch (Exception exception) when (exception is PartimeException or IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            // For example a plugin that cannot be read, or a shell that stops reading. A message would appear in the middle of the
            // half-typed command. The command itself shows it when it runs.
        }
        return ExitCode.Ok;
    }
}
