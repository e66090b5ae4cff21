namespace Partime.EndToEnd.Tests;

/// <summary>Somebody with a new machine and an empty folder outside the repository, who types what they are told to.</summary>
internal sealed class Author : IDisposable
{
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

    /// <summary>Types a command, which has to succeed.</summary>
    public async Task<CommandResult> TypeAsync(string command)
    {
        if (command.StartsWith("cd ", StringComparison.Ordinal))
        {
            Folder = Path.GetFullPath(command["cd ".Length..], Folder);
            return new CommandResult(command, Directory.Exists(Folder) ? 0 : 1, "", "").ShouldExitWith(0);
        }
        var line = tool.Program("bash", "-c", command) with { Folder = Folder };
        if (!command.StartsWith("dotnet partime run", StringComparison.Ordinal))
            line = line.OnOneProcessor();
        var environment = new Dictionary<string, string?>(line.Environment) { ["DOTNET_CLI_HOME"] = folder["home"], ["PARTIME_HOME"] = folder["partime"] };
        return (await Command.RunAsync(line with { Environment = environment })).ShouldExitWith(0);
    }

    /// <summary>Makes projects of a template, and goes to their folder.</summary>
    public async Task CreateAsync(string template, string name)
    {
        await TypeAsync("dotnet new install Partime.Templates");
        await TypeAsync($"dotnet new {template} -n {name}");
        await TypeAsync($"cd {name}");
    }

    /// <summary>Types the commands of a page and writes the files that it shows, whose names stand behind the language.</summary>
    public async Task FollowAsync(string page)
    {
        foreach (var (info, text) in Markdown.CodeBlocks(page))
            if (info == "console")
                foreach (var command in Markdown.Commands(text))
                    await TypeAsync(command);
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
