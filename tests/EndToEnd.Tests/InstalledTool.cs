namespace Partime.EndToEnd.Tests;

/// <summary>The tool as its users get it: packed, then installed from the package, once for all tests.</summary>
public sealed class InstalledTool : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder folder = new();

    /// <summary>Where all packages are, and nothing else.</summary>
    public string Packages => folder["packages"];

    /// <summary>What this machine has of everybody else's packages.</summary>
    public string OtherPackages => folder["other packages"];

    private string Tools => folder["tools"];

    /// <summary>The folder that the tool's package was unpacked into.</summary>
    internal string Unpacked => Path.GetDirectoryName(Directory.GetFiles(Tools, "partime.dll", SearchOption.AllDirectories).Single())!;

    private string Executable => Path.Combine(Tools, "dotnet-partime");

    /// <summary>With these, no cache and no setting of this machine or of the surrounding build decides anything.</summary>
    private Dictionary<string, string?> Environment => new(SurroundingBuild())
    {
        ["DOTNET_CLI_HOME"] = folder["home"],
        ["NUGET_PACKAGES"] = folder["cache"],
        ["PATH"] = $"{Tools}{Path.PathSeparator}{System.Environment.GetEnvironmentVariable("PATH")}",
        ["DOTNET_NOLOGO"] = "1",
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
        // A new home is greeted with a certificate and a changed PATH; nobody here needs them.
        ["DOTNET_GENERATE_ASPNET_CERTIFICATE"] = "false",
        ["DOTNET_ADD_GLOBAL_TOOLS_TO_PATH"] = "false",
        // Servers that outlive a build would hold its output open, and wait in vain for a next build in this folder.
        ["MSBUILDDISABLENODEREUSE"] = "1",
        ["UseSharedCompilation"] = "false",
        ["NO_COLOR"] = null,
        ["PARTIME_PLUGINS"] = null,
        // Nobody's own plugins decide anything either, and none is installed for whoever runs these tests.
        ["PARTIME_HOME"] = folder["partime"],
    };

    public async Task InitializeAsync()
    {
        LeaveSomethingStale();
        await PackAsync("src/Abstractions");
        await PackAsync("src/Testing");
        await PackAsync("src/Templates");
        await PackAsync("src/Tool");
        await LinkOtherPackagesAsync();
        await DotnetAsync(folder.Path, "tool", "install", "partime", "--version", Repository.Version, "--tool-path", Tools, "--source", Packages);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => folder.Dispose();

    /// <summary>Runs the tool in a folder where nobody has left anything.</summary>
    internal Task<CommandResult> RunAsync(params string[] arguments) => Command.RunAsync(Line(arguments));

    /// <summary>The tool's command line, to be changed before it is run. Runs are measured once unless the test says how often: most tests
    /// are about what happens, and not about how long it takes.</summary>
    internal CommandLine Line(params string[] arguments) => Program(Executable, arguments is ["run", ..] && !SaysHowOften(arguments) ? ["run", "--rounds", "1", .. arguments[1..]] : arguments);

    /// <summary>Another program, with the tool on its PATH.</summary>
    internal CommandLine Program(string program, params string[] arguments) =>
        new(program, arguments) { Folder = folder.Path, Environment = Environment };

    internal async Task<CommandResult> DotnetAsync(string workingFolder, params string[] arguments) =>
        (await Command.RunAsync(Program("dotnet", arguments) with { Folder = workingFolder })).ShouldExitWith(0);

    private static bool SaysHowOften(string[] arguments) =>
        arguments.Any(argument => argument is "--help" or "--precision" or "--budget" || argument.StartsWith("--rounds", StringComparison.Ordinal));

    /// <summary>Packs with what was restored into the usual folders together with these tests. The tool is built once more, ahead
    /// of time.</summary>
    private async Task PackAsync(string project)
    {
        var pack = Program("dotnet", "pack", Repository.PathOf(project), "--no-restore", "--configuration", Repository.Configuration, $"-p:PackageOutputPath={Packages}");
        (await Command.RunAsync(InUsualFolders(pack))).ShouldExitWith(0);
    }

    /// <summary>What these tests were restored from is a feed as good as any, except that partime's own packages in it may be older.</summary>
    private async Task LinkOtherPackagesAsync()
    {
        var answer = (await Command.RunAsync(InUsualFolders(Program("dotnet", "nuget", "locals", "global-packages", "--list")))).ShouldExitWith(0);
        Directory.CreateDirectory(OtherPackages);
        foreach (var package in Directory.GetDirectories(answer.Output.Split(": ", 2)[1].Trim()))
            if (!Path.GetFileName(package).StartsWith("partime", StringComparison.OrdinalIgnoreCase))
                Directory.CreateSymbolicLink(Path.Combine(OtherPackages, Path.GetFileName(package)), package);
    }

    private static CommandLine InUsualFolders(CommandLine line) =>
        line with { Environment = line.Environment.Where(variable => variable.Key is not "NUGET_PACKAGES" and not "DOTNET_CLI_HOME").ToDictionary() };

    /// <summary>The file of a plugin that there is no more, as an earlier build may have left it.</summary>
    private static void LeaveSomethingStale()
    {
        foreach (var system in new[] { "linux-x64", "linux-arm64", "any" })
        {
            var gone = Directory.CreateDirectory(Repository.PathOf($"src/Tool/bin/{Repository.Configuration}/net10.0/{system}/publish/plugins/Gone"));
            File.WriteAllText(Path.Combine(gone.FullName, "Gone.dll"), "");
        }
    }

    /// <summary>`dotnet test` tells its children how it was started; a build among them should not hear it.</summary>
    private static IEnumerable<KeyValuePair<string, string?>> SurroundingBuild() =>
        from string name in System.Environment.GetEnvironmentVariables().Keys
        where name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) || name.StartsWith("VSTEST", StringComparison.Ordinal)
        select KeyValuePair.Create(name, (string?)null);
}
