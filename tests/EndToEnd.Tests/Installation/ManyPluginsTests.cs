namespace Partime.EndToEnd.Tests.Installation;

public sealed class ManyPluginsTests(InstalledTool tool) : IClassFixture<InstalledTool>, IDisposable
{
    private readonly PluginHome home = new(tool);

    [Fact]
    public async Task NoneIsLoadedBeforeItRuns()
    {
        var story = home.Folder["story.txt"];
        for (var number = 1; number <= 3; number++)
            await TellingAsync("plugin", "install", home.Pack("Numbered", id: $"Numbered{number}", number: number));
        foreach (var arguments in (string[][])[["plugin", "list"], ["list"], ["describe", "numbered-03"], ["plugin", "verify"], ["plugin", "lock"], ["run", "sleep", "-i", "0"]])
            await TellingAsync(arguments);
        Assert.False(File.Exists(story), "a plugin was loaded that did not have to be");

        await TellingAsync("run", "numbered-03", "-e", "serial");
        Assert.Equal("loaded\n", File.ReadAllText(story));

        async Task TellingAsync(params string[] arguments)
        {
            var line = home.Line(arguments);
            var environment = new Dictionary<string, string?>(line.Environment) { ["NUMBERED_STORY"] = story };
            (await Command.RunAsync(line with { Environment = environment })).ShouldExitWith(0);
        }
    }

    [Fact]
    public async Task ListNeedsTheLockFileAlone()
    {
        (await home.RunAsync("plugin", "install", home.Pack("Numbered"))).ShouldExitWith(0);
        File.WriteAllText(Path.Combine(home.Plugins, "Numbered", "1.0.0", "Numbered.dll"), "no assembly at all");

        Assert.Contains(" in use 1.0.0.0 ", Assert.Single(await home.ListAsync()), StringComparison.Ordinal);
    }

    public void Dispose() => home.Dispose();
}
