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
        var isRun = command.StartsWith(Run, StringComparison.Ordinal);
        var line = tool.Program("bash", "-c", isRun && !command.Contains("--rounds", StringComparison.Ordinal) ? $"{Run} --rounds 1{command[Run.Length..]}" : command) with { Folder = Folder };
        if (!isRun)
            line = line.OnOneProcessor();
        var environment = new Dictionary<string, string?>(line.Environment)
        {
            ["DOTNET_CLI_HOME"] = folder["home"],
            ["PARTIME_HOME"] = folder["partime"],
            ["TreatWarningsAsErrors"] = "true",
        };
        return (await Command.RunAsync(line with { Environment = environment })).ShouldExitWith(0);
    }

    /// <summary>Makes projects of a template, and goes to their folder.</summary>
    public async Task CreateAsync(string template, string name)
    {
        await TypeAsync("dotnet new install Partime.Templates");
        await TypeAsync($"dotnet new {template} -n {name}");
        await TypeAsync($"cd {name}");
    }

    /// <summary>Types the commands of a page that begins with a template. To test and run what that makes is left to <see cref="WorkloadTemplateTests"/>
    /// and <see cref="ExecutorTemplateTests"/>, as it takes long.</summary>
    public async Task FollowAsync(string page, string template, string name, string firstRun)
    {
        var blocks = Markdown.CodeBlocks(Repository.PathOf(page));
        Assert.Equal(
            ["dotnet new install Partime.Templates", $"dotnet new {template} -n {name}", $"cd {name}", "dotnet test -c Release", firstRun],
            Markdown.Commands(blocks.First(block => block.Info == "console").Text));
        await CreateAsync(template, name);
        await FollowAsync([.. blocks.SkipWhile(block => block.Info != "console").Skip(1)]);
    }

    /// <summary>Types commands and writes the files that are shown, whose names stand behind the language.</summary>
    public async Task FollowAsync(IReadOnlyList<(string Info, string Text)> blocks)
    {
        foreach (var (info, text) in blocks)
            if (info == "console")
                foreach (var command in Markdown.Commands(text))
                {
                    var result = await TypeAsync(command);
                    if (command.StartsWith("dotnet test", StringComparison.Ordinal))
                        Assert.Contains("Passed:  ", result.Output, StringComparison.Ordinal);
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
}
