namespace Partime.EndToEnd.Tests;

/// <summary>How many threads and files .NET itself needs depends on what else the machine does.</summary>
[Collection(nameof(Alone))]
[Trait("Category", "Slow")]
public sealed class LowLimitTests(InstalledTool tool) : IClassFixture<InstalledTool>
{
    /// <summary>With fewer, .NET itself does not start.</summary>
    [Needs("bash")]
    public async Task WithFewOpenFilesThereIsASentence()
    {
        using var folder = new TemporaryFolder();
        // Each number stops partime at another place.
        foreach (var files in (int[])[56, .. Enumerable.Range(64, 18), 88, 96, 104])
        {
            var result = await Command.RunAsync(tool.Program("bash", "-c", $"ulimit -n {files}; exec dotnet-partime run sum-squares -i 1 --rounds 1 -q --csv runs.csv") with { Folder = folder.Path });
            if (result.ExitCode != 0)
                Assert.Contains("ulimit", result.ShouldExitWith(1).Error, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
        }
    }

    /// <summary>The first number stops the doctor before it sets a timer, the second after its timers are done. Between them a timer finds no file left for a
    /// thread, and .NET itself aborts, where no code of partime runs.</summary>
    [Needs("bash")]
    public async Task ADoctorWithFewOpenFilesSaysWhatIsMissing()
    {
        var answers = 0;
        foreach (var files in (int[])[56, 72])
        {
            var result = await Command.RunAsync(tool.Program("bash", "-c", $"ulimit -n {files}; exec dotnet-partime doctor"));
            if (result.Error.Contains("Failed to create the thread pool Gate thread.", StringComparison.Ordinal))
                continue;
            Assert.Contains("ulimit", result.ShouldExitWith(1).Error, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
            answers++;
        }
        Assert.NotEqual(0, answers);
    }
}
