using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Partime.EndToEnd.Tests;

[Collection(OneInstallation.Name)]
public sealed class ReadmeTests(InstalledTool tool)
{
    [Needs("bash")]
    public async Task EveryCommandShownInTheReadmeWorks()
    {
        var commands = Markdown.CodeBlocks(Repository.PathOf("README.md"), "console").SelectMany(Markdown.Commands).ToArray();
        Assert.NotEmpty(commands);
        using var folder = new TemporaryFolder();
        await using var server = await StartServerAsync();
        folder.Write("urls.txt", string.Concat(Enumerable.Range(1, 3).Select(number => $"{server.Urls.Single()}/{number}\n")));
        File.Copy(Repository.PathOf("README.md"), folder["README.md"]);

        foreach (var command in commands)
            (await Command.RunAsync(tool.Program("bash", "-c", InShort(command)) with { Folder = folder.Path })).ShouldExitWith(0);
    }

    /// <summary>Whether it works shows after three rounds; how well everything is known, on a busy machine only after half a minute.</summary>
    private static string InShort(string command) =>
        command.Contains("--budget", StringComparison.Ordinal) || command.Contains("--rounds", StringComparison.Ordinal) ? command
        : command.Replace("dotnet partime run ", "dotnet partime run --budget 1s ", StringComparison.Ordinal);

    private static async Task<WebApplication> StartServerAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var server = builder.Build();
        server.MapGet("/{page}", (string page) => $"page {page}");
        await server.StartAsync();
        return server;
    }

    [Needs("bash")]
    public async Task TheCommandAtTheTopBuildsTheToolWithItsPluginsAndRunsIt()
    {
        var first = Markdown.CodeBlock(Repository.PathOf("README.md"), "text").Split('\n')[0];
        Assert.StartsWith("dotnet run --project src/Tool -c Release -- run sleep ", first, StringComparison.Ordinal);
        // In the repository itself, so with its own packages: it would not build again with those of a folder that goes away.
        var line = tool.Program("bash", "-c", first);
        var environment = new Dictionary<string, string?>(line.Environment);
        environment.Remove("NUGET_PACKAGES");
        environment.Remove("DOTNET_CLI_HOME");
        var run = (await Command.RunAsync(line with { Folder = Repository.Root, Environment = environment })).ShouldExitWith(0);

        var wall = Csv.Parse(run.Output).ToDictionary(row => row["executor"], row => double.Parse(row["wall_s"], CultureInfo.InvariantCulture));
        Assert.Equal(["process", "process-pool", "serial"], wall.Keys.Order());
        Assert.True(wall["serial"] >= 6, $"serial took {wall["serial"]} s");
        Assert.All([wall["process"], wall["process-pool"]], overlapped => Assert.InRange(overlapped, 3, wall["serial"] - 1));
    }
}
