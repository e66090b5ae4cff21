namespace Partime.EndToEnd.Tests;

/// <summary>Compiling took most of the time of a short session. Each method that is not compiled ahead of time takes about a tenth of a millisecond: queries and collections
/// over structs, comparers of structs and enumerations, vector instructions, generic methods of libraries over numbers.</summary>
public sealed class StartUpTests(InstalledTool tool) : IClassFixture<InstalledTool>
{
    /// <summary>Those of the libraries and of the runtime itself, some of which depend on the processor, and a few to spare.</summary>
    [Theory]
    [InlineData(4, "--version")]
    [InlineData(4, "list")]
    [InlineData(115, "run", "sleep", "-i", "0", "-e", "serial", "--rounds", "1", "--csv", "-")]
    public async Task LittleIsCompiled(int maxMethods, params string[] arguments)
    {
        if (Path.GetFileName(tool.Unpacked) == "any")
            return;
        using var folder = new TemporaryFolder();
        var line = tool.Line(arguments);
        var listing = folder["methods.txt"];
        line = line with { Environment = new Dictionary<string, string?>(line.Environment) { ["DOTNET_JitStdOutFile"] = listing, ["DOTNET_JitDisasmSummary"] = "1" } };
        (await Command.RunAsync(line)).ShouldExitWith(0);

        // What is compiled once more in the background, because it runs often, depends on speed.
        var methods = File.ReadLines(listing).Where(method => !method.Contains("Tier1", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(methods);
        Assert.True(methods.Count <= maxMethods, $"{methods.Count} methods are compiled, and {maxMethods} are allowed:\n{string.Join('\n', methods)}");
    }
}
