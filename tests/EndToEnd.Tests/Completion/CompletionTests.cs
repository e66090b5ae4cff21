namespace Partime.EndToEnd.Tests.Completion;

/// <summary>The Tab key, in real shells.</summary>
[Trait("Category", "Slow")]
public sealed class CompletionTests(InstalledTool tool) : IClassFixture<InstalledTool>, IDisposable
{
    /// <summary>Lines, and what their last word may become.</summary>
    private static readonly (string Line, string Words)[] Expected =
    [
        ("dotnet-partime run sl", "sleep"),
        ("dotnet partime run sl", "sleep"),
        ("dotnet partime run s", "sleep sum-squares"),
        ("dotnet partime desc", "describe"),
        ("dotnet partime completion f", "fish"),
        ("dotnet partime run \"sl", "sleep"),
        ("dotnet partime run slx", ""),
        ("dotnet partime run sleep -e thr", "thread-pool threads"),
        ("dotnet partime run sleep -e serial,threads,asy", "serial,threads,async"),
        ("dotnet partime run sleep --pool w", "warm"),
        ("dotnet partime run sleep --pool=w", "--pool=warm"),
        ("dotnet partime run sleep --max", "--max-tasks-per-worker"),
        ("dotnet partime run sleep --times 3 --ti", "--timeout"),
        ("dotnet partime run --plugin 'my plugins' op", "options"),
        ("dotnet partime run options --plugin 'my plugins' --set pric", "price="),
        ("dotnet partime run options --plugin 'my plugins' --set color=R", "color=Red"),
        ("dotnet partime run sleep --csv ru", "runs.csv"),
        ("dotnet partime run sleep --csv=ru", "--csv=runs.csv"),
        ("dotnet partime run sleep --csv ~/ru", "~/runs.csv"),
        ("dotnet partime run sleep -i '@ru", "@runs.csv"),
        ("dotnet par", "partime"),
        ("dotnet bui", "build build-server"),
        ("dotnet tool insta", "install"),
    ];

    /// <summary>Files are only offered where one is wanted. PowerShell offers them wherever a completer has nothing to offer.</summary>
    private static readonly (string Line, string Words)[] ExpectedOfFiles = [("dotnet partime run sleep --times 3", ""), ("dotnet partime run sleep --csv 3", "3.csv")];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InShell("bash")]
    [InShell("zsh")]
    [InShell("fish")]
    [InShell("pwsh")]
    public async Task AShellCompletesPartimeAndGoesOnCompletingDotnet(string shell)
    {
        folder.Write("runs.csv", "");
        folder.Write("3.csv", "");
        foreach (var file in Directory.GetFiles(Repository.TestPlugin("Options")))
            File.Copy(file, Path.Combine(Directory.CreateDirectory(folder["my plugins"]).FullName, Path.GetFileName(file)));

        (string Line, string Words)[] all = shell == "pwsh" ? Expected : [.. Expected, .. ExpectedOfFiles];
        var words = await new Shell(tool, folder).CompleteAsync(shell, [.. all.Select(expected => expected.Line)]);

        Assert.Equal(
            string.Join('\n', all.Select(expected => $"{expected.Line} → {expected.Words}")),
            string.Join('\n', all.Zip(words, (expected, found) => $"{expected.Line} → {found}")));
    }

    [Fact]
    public async Task WhatCannotBeReadSpoilsNoPrompt()
    {
        var answer = (await tool.RunAsync("complete", "run", "--plugin", "/nowhere", "")).ShouldExitWith(0);

        Assert.Empty(answer.Output);
        Assert.Empty(answer.Error);
    }

    [Fact]
    public async Task PluginsNamedByTheEnvironmentAreOffered()
    {
        var line = tool.Line("complete", "run", "opt");
        var environment = new Dictionary<string, string?>(line.Environment) { ["PARTIME_PLUGINS"] = Repository.TestPlugin("Options") };
        Assert.Equal("options\tShows its options\n", (await Command.RunAsync(line with { Environment = environment })).ShouldExitWith(0).Output);
    }

    [Fact]
    public async Task OnlyTheCommandForPeopleIsShownInHelp()
    {
        var help = (await tool.RunAsync("--help")).ShouldExitWith(0).Output;

        Assert.Contains("\n  completion ", help, StringComparison.Ordinal);
        Assert.DoesNotContain("\n  complete ", help, StringComparison.Ordinal);
    }
}
