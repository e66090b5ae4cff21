using Partime.Tool.Tests.Cli;

namespace Partime.Tool.Tests.Sessions;

/// <summary>A plugin that repeats the value of its secret option: in exceptions of tasks, in what a worker prints before it dies, and at its end.</summary>
public sealed class SecretValuesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("tell", "serial,threads")]
    [InlineData("tell,print", "process-pool")]
    public async Task WhatAPluginRepeatsOfASecretIsHiddenInEveryOutput(string inputs, string executors, params string[] more)
    {
        const string Secret = "moon & 7 stars";
        var run = await CommandRun.OfAsync([
            "run", "crashing", "--plugin", TestPlugin.Path("Crashing"), "-i", inputs, "-e", executors, "-w", "1", "--rounds", "1", "--set", $"secret={Secret}", "-v",
            "--csv", folder["runs.csv"], "--tasks-csv", folder["tasks.csv"], "--json", folder["session.json"], "--html", folder["page.html"], "--markdown", folder["table.md"], .. more]);
        run.ShouldExitWith(ExitCode.TasksFailed);
        Assert.Contains("'***' was refused", run.Text, StringComparison.Ordinal);
        Assert.Contains("'***' was refused: *** is no password", File.ReadAllText(folder["tasks.csv"]), StringComparison.Ordinal);
        foreach (var text in (string[])[run.Text, .. Directory.GetFiles(folder.Path).Select(File.ReadAllText)])
            foreach (var form in (string[])[Secret, Uri.EscapeDataString(Secret), "moon"])
                Assert.DoesNotContain(form, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Authorization: Bearer abc123xyz", "abc123xyz was refused", "*** was refused")]
    [InlineData("API_TOKEN=abc/123/xyz", "abc/123/xyz and abc%2F123%2Fxyz", "*** and ***")]
    [InlineData("Accept: text/plain", "not text/plain", "not text/plain")]
    [InlineData("short", "a short one", "a short one")]
    public void TheValueBehindASecretNameIsHiddenByItself(string setting, string text, string shown)
    {
        SecretValues.Add(setting, Secrets.IsNameOfOne);
        Assert.Equal(shown, SecretValues.HideIn(text));
    }
}
