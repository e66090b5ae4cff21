using McMaster.Extensions.CommandLineUtils;

namespace Partime.Tool.Cli;

internal static class PluginPackCommand
{
    public static void Define(CommandLineApplication command, Action<Func<CancellationToken, Task<int>>> choose)
    {
        command.Description = "Makes a package of a plugin's project, for others to install.";
        var project = command.Argument("FILE|FOLDER", "The project, or the folder that it is in; without it the current folder.");
        command.OnExecute(() =>
        {
            choose(_ => throw new NotImplementedException(project.Value));
            return ExitCode.Ok;
        });
    }
}
