namespace Partime.EndToEnd.Tests;

/// <summary>An author of plugins with a new machine and an empty folder outside the repository.</summary>
internal sealed class Author : IDisposable
{
    private const string Run = "dotnet partime run";

    private readonly TemporaryFolder folder = new();
    private readonly InstalledTool tool;

    public Author(InstalledTool tool)
    {
        this.tool = tool;
        folder.Write("nuget.config", PackageSources.Only(tool.Packages, tool.OtherPackages));
        Folder = Directory.CreateDirectory(folder["work"]).FullName;
    }

    /// <summary>Where commands are typed.</summary>
    public string Folder { get; private set; }

    public void Dispose() => folder.Dispose();

    /// <summary>Types a command, which has to succeed without a warning. Runs are measured once unless it says how often.</summary>
    public async Task<CommandResult> TypeAsync(string command)
    {
        if (command.StartsWith("cd ", StringComparison.Ordinal))
        {
            Folder = Path.GetFullPath(command["cd ".Length..], Folder);
            return new CommandResult(command, Directory.Exists(Folder) ? 0 : 1, "", "").ShouldExitWith(0);
        }
        var line = command.StartsWith(Run, StringComparison.Ordinal) ? Bash(MeasuredOnce(command)) : Bash(command).AsBuild();
        var environment = new Dictionary<string, string?>(line.Environment)
        {
            ["DOTNET_CLI_HOME"] = folder["home"],
            ["PARTIME_HOME"] = folder["partime"],
            ["TreatWarningsAsErrors"] = "true",
        };
        return (await Command.RunAsync(line with { Folder = Folder, Environment = environment })).ShouldExitWith(0);
    }

    /// <summary>Makes projects of a template, and goes to their folder.</summary>
    public async Task CreateAsync(string template, string name)
    {
        await TypeAsync("dotnet new install Partime.Templates");
        await TypeAsync($"dotnet new {template} -n {name}");
        await TypeAsync($"cd {name}");
    }

    /// <summary>Types the commands of a page that begins with a template. What it does first with the unchanged template, <see cref="WorkloadTemplateTests"/>
    /// and <see cref="ExecutorTemplateTests"/> do as well, and each build takes long.</summary>
    public Task FollowAsync(string page)
    {
        var blocks = Markdown.CodeBlocks(Repository.PathOf(page)).ToList();
        var first = blocks.FindIndex(block => block.Info == "console");
        var commands = Markdown.Commands(blocks[first].Text).ToList();
        Assert.Contains("dotnet test -c Release", commands);
        blocks[first] = ("console", string.Concat(commands.TakeWhile(command => !command.StartsWith("dotnet test", StringComparison.Ordinal)).Select(command => $"$ {command}\n")));
        return FollowAsync(blocks);
    }

    /// <summary>Types commands and writes the files that are shown, whose names stand behind the language. What has just been built is not built again to be tested.</summary>
    public async Task FollowAsync(IReadOnlyList<(string Info, string Text)> blocks)
    {
        var last = "";
        foreach (var (info, text) in blocks)
            if (info == "console")
                foreach (var command in Markdown.Commands(text))
                {
                    var result = await TypeAsync((last, command) is ("dotnet build -c Release", "dotnet test -c Release") ? $"{command} --no-build" : command);
                    last = command;
                    if (command.StartsWith("dotnet test", StringComparison.Ordinal))
                        Assert.Matches("Passed: +[1-9]", result.Output);
                }
            else if (info.Split(' ') is [_, var file])
                Write(file, text);
    }

    public void Write(string file, string text)
    {
        var path = Path.Combine(Folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private static string MeasuredOnce(string run) => InstalledTool.SaysHowOften(run.Split(' ')) ? run : $"{Run} --rounds 1{run[Run.Length..]}";

    private CommandLine Bash(string command) => tool.Program("bash", "-c", Markdown.WithoutDotnet(command));
}
