namespace Partime.EndToEnd.Tests.Installation;

/// <summary>NuGet's libraries are larger than partime, and loading them takes longer than many a run.</summary>
public sealed class LibraryTests(InstalledTool tool) : IClassFixture<InstalledTool>
{
    [Fact]
    public async Task OnlyWhatTakesPackagesNeedsThem()
    {
        using var folder = new TemporaryFolder();
        CopyWithoutNuGet(tool.Unpacked, folder.Path);
        foreach (var arguments in (string[][])
        [
            ["--version"],
            ["list"],
            ["describe", "sleep"],
            ["run", "sleep", "-i", "0", "--rounds", "1", "-e", "serial,process-pool", "-w", "1"],
            ["plugin", "list"],
            ["plugin", "verify"],
        ])
            (await RunAsync(arguments)).ShouldExitWith(0);
        (await RunAsync("plugin", "install", "Some.Plugin")).ShouldExitWith(70);

        Task<CommandResult> RunAsync(params string[] arguments) => Command.RunAsync(tool.Program("dotnet", ["exec", folder["partime.dll"], .. arguments]));
    }

    /// <summary>The files must be there for the program to start, and are not loadable.</summary>
    private static void CopyWithoutNuGet(string from, string to)
    {
        foreach (var path in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, path));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            if (Path.GetFileName(path).StartsWith("NuGet.", StringComparison.Ordinal) || Path.GetFileName(path).StartsWith("Newtonsoft.", StringComparison.Ordinal))
                File.WriteAllText(copy, "no assembly");
            else
                File.Copy(path, copy);
        }
    }
}
