namespace Partime.EndToEnd.Tests.Installation;

/// <summary>NuGet's libraries are larger than partime, and loading them takes longer than many a run.</summary>
[Collection(OneInstallation.Name)]
public sealed class LibraryTests(InstalledTool tool)
{
    [Theory]
    [InlineData(0, "--version")]
    [InlineData(0, "list")]
    [InlineData(0, "describe", "sleep")]
    [InlineData(0, "run", "sleep", "-i", "0", "-e", "serial,process-pool", "-w", "1")]
    [InlineData(0, "plugin", "list")]
    [InlineData(0, "plugin", "verify")]
    [InlineData(70, "plugin", "install", "Some.Plugin")]
    public async Task OnlyWhatTakesPackagesNeedsThem(int exitCode, params string[] arguments)
    {
        using var folder = new TemporaryFolder();
        CopyWithoutNuGet(tool.Unpacked, folder.Path);

        (await Command.RunAsync(tool.Program("dotnet", ["exec", folder["partime.dll"], .. arguments]))).ShouldExitWith(exitCode);
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
