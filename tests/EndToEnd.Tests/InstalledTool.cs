using System.Diagnostics;
using System.Runtime.InteropServices;
using Partime.EndToEnd.Tests.Workers;

namespace Partime.EndToEnd.Tests;

/// <summary>The tool as its users get it: packed, then installed from the package, once for all classes of tests.</summary>
public sealed class InstalledTool : IAsyncLifetime
{
    private static readonly Lazy<Task<TemporaryFolder>> Installation = new(InstallAsync);

    /// <summary>The packages that build.sh has made and will hand out, if it runs these tests.</summary>
    private static readonly string? MadePackages = System.Environment.GetEnvironmentVariable("PARTIME_TEST_PACKAGES");

    /// <summary>Builds share a compiler that stays for the next one. It has a name of its own, and ends with these tests.</summary>
    private static readonly string Compiler = $"partime-tests-{System.Environment.ProcessId}";

    private TemporaryFolder folder = null!;

    /// <summary>The systems that there is a package for: in a release all, otherwise this machine's Linux, as compiling ahead of time takes long.</summary>
    public static IReadOnlyList<string> PackedSystems { get; } = MadePackages is not null && File.Exists(Path.Combine(MadePackages, $"partime.win-x64.{Repository.Version}.nupkg"))
        ? ["linux-x64", "linux-arm64", "win-x64", "osx-x64", "osx-arm64", "any"]
        : [$"linux-{RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}", "any"];

    /// <summary>Where partime's packages are.</summary>
    public string Packages => PackagesIn(folder);

    /// <summary>What this machine has of everybody else's packages.</summary>
    public string OtherPackages => folder["other packages"];

    /// <summary>The folder that the tool's package was unpacked into.</summary>
    internal string Unpacked => Path.GetDirectoryName(Directory.GetFiles(folder["tools"], "partime.dll", SearchOption.AllDirectories).Single())!;

    public async Task InitializeAsync() => folder = await Installation.Value;

    public Task DisposeAsync() => Task.CompletedTask;

    /// <summary>Runs the tool in a folder where nobody has left anything.</summary>
    internal Task<CommandResult> RunAsync(params string[] arguments) => Command.RunAsync(Line(arguments));

    /// <summary>The tool's command line, to be changed before it is run. Runs are measured once unless the test says how often: most tests
    /// are about what happens, and not about how long it takes. For the same reason standard output gets all columns of the runs.</summary>
    internal CommandLine Line(params string[] arguments)
    {
        if (arguments is ["run", ..] && WritesRuns(arguments))
            arguments = [.. arguments, "--columns", "all"];
        return Program(Path.Combine(folder["tools"], "dotnet-partime"), arguments is ["run", ..] && !SaysHowOften(arguments) ? ["run", "--rounds", "1", .. arguments[1..]] : arguments);
    }

    /// <summary>Another program, with the tool on its PATH.</summary>
    internal CommandLine Program(string program, params string[] arguments) => Program(folder, program, arguments);

    internal async Task<CommandResult> DotnetAsync(string workingFolder, params string[] arguments) =>
        (await Command.RunAsync(Program("dotnet", arguments).AsBuild() with { Folder = workingFolder })).ShouldExitWith(0);

    private static string PackagesIn(TemporaryFolder folder) => MadePackages ?? folder["packages"];

    private static async Task<TemporaryFolder> InstallAsync()
    {
        var folder = new TemporaryFolder();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Leave(folder);
        if (MadePackages is null)
            await PackAsync(folder);
        await LinkOtherPackagesAsync(folder);
        var install = Program(folder, "dotnet", "tool", "install", "partime", "--version", Repository.Version, "--tool-path", folder["tools"], "--source", PackagesIn(folder));
        (await Command.RunAsync(install with { Limit = Command.BuildLimit })).ShouldExitWith(0);
        return folder;
    }

    /// <summary>Packs with what was restored together with these tests. The tool is built once more, ahead of time.</summary>
    private static async Task PackAsync(TemporaryFolder folder)
    {
        LeaveSomethingStale();
        var pack = Program(
            folder,
            "dotnet",
            ["pack", Repository.PathOf("src/Packages.slnf"), "--no-restore", "--configuration", Repository.Configuration, $"-p:PackageOutputPath={PackagesIn(folder)}"]);
        (await Command.RunAsync(InUsualFolders(pack) with { Limit = Command.BuildLimit })).ShouldExitWith(0);
    }

    /// <summary>What these tests were restored from is a feed as good as any, except that partime's own packages in it may be older.</summary>
    private static async Task LinkOtherPackagesAsync(TemporaryFolder folder)
    {
        var answer = (await Command.RunAsync(InUsualFolders(Program(folder, "dotnet", "nuget", "locals", "global-packages", "--list")))).ShouldExitWith(0);
        var links = Directory.CreateDirectory(folder["other packages"]).FullName;
        foreach (var package in Directory.GetDirectories(answer.Output.Split(": ", 2)[1].Trim()))
            if (!Path.GetFileName(package).StartsWith("partime", StringComparison.OrdinalIgnoreCase))
                Directory.CreateSymbolicLink(Path.Combine(links, Path.GetFileName(package)), package);
    }

    private static CommandLine Program(TemporaryFolder folder, string program, params string[] arguments) =>
        new(program, arguments) { Folder = folder.Path, Environment = EnvironmentIn(folder) };

    /// <summary>With these, no cache and no setting of this machine or of the surrounding build decides anything.</summary>
    private static Dictionary<string, string?> EnvironmentIn(TemporaryFolder folder) => new(SurroundingBuild())
    {
        ["DOTNET_CLI_HOME"] = folder["home"],
        ["NUGET_PACKAGES"] = folder["cache"],
        ["NUGET_HTTP_CACHE_PATH"] = folder["http cache"],
        ["PATH"] = $"{folder["tools"]}{Path.PathSeparator}{System.Environment.GetEnvironmentVariable("PATH")}",
        ["DOTNET_NOLOGO"] = "1",
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
        // A new home is greeted with a certificate and a changed PATH; nobody here needs them.
        ["DOTNET_GENERATE_ASPNET_CERTIFICATE"] = "false",
        ["DOTNET_ADD_GLOBAL_TOOLS_TO_PATH"] = "false",
        // Such a server would hold the output of the build open that it outlives.
        ["MSBUILDDISABLENODEREUSE"] = "1",
        ["UseSharedCompilation"] = OperatingSystem.IsLinux() ? "true" : "false",
        ["SharedCompilationId"] = Compiler,
        ["NO_COLOR"] = null,
        ["PARTIME_PLUGINS"] = null,
        // Nobody's own plugins decide anything either, and none is installed for whoever runs these tests.
        ["PARTIME_HOME"] = folder["partime"],
    };

    private static void Leave(TemporaryFolder folder)
    {
        if (OperatingSystem.IsLinux())
            foreach (var pid in ProcessTable.With($"SharedCompilationId={Compiler}"))
                ProcessTable.Kill(pid);
        // The runner of the tests ends this process before it has deleted thousands of files.
        if (OperatingSystem.IsWindows())
            folder.Dispose();
        else
            Process.Start("rm", ["-rf", folder.Path]).Dispose();
    }

    internal static bool SaysHowOften(string[] arguments) =>
        arguments.Any(argument => argument is "--help" or "--precision" or "--budget" || argument.StartsWith("--rounds", StringComparison.Ordinal));

    /// <summary>Whether the runs go to standard output: named, or because no output is.</summary>
    private static bool WritesRuns(string[] arguments) => Array.IndexOf(arguments, "--columns") < 0
        && (arguments.SkipWhile(argument => argument != "--csv").Skip(1).FirstOrDefault() == "-"
            || !arguments.Any(argument => argument is "--help" or "--resume" or "--markdown" or "--trace" or "--html" or "--xlsx" || argument.EndsWith("csv", StringComparison.Ordinal) || argument.EndsWith("json", StringComparison.Ordinal)));

    private static CommandLine InUsualFolders(CommandLine line) =>
        line with { Environment = line.Environment.Where(variable => variable.Key is not "NUGET_PACKAGES" and not "DOTNET_CLI_HOME").ToDictionary() };

    /// <summary>The file of a plugin that there is no more, as an earlier build may have left it. build.sh does the same.</summary>
    private static void LeaveSomethingStale()
    {
        foreach (var system in PackedSystems)
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
