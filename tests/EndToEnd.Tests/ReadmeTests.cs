using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Partime.EndToEnd.Tests;

/// <summary>The front page and the pages in docs do what they show.</summary>
public sealed partial class ReadmeTests(InstalledTool tool) : IClassFixture<InstalledTool>
{
    /// <summary>These run from a folder of their own: see <see cref="WorkloadPageTests"/> and <see cref="ComparingCodePageTests"/>.</summary>
    private static readonly string[] AuthoringPages = ["writing-a-workload.md", "writing-an-executor.md", "comparing-code.md"];

    [Needs("bash")]
    [Trait("Category", "Slow")]
    public async Task EveryCommandShownInTheReadmeAndInDocsWorks()
    {
        var pages = Directory.GetFiles(Repository.PathOf("docs"), "*.md").Where(page => !AuthoringPages.Contains(Path.GetFileName(page))).Order(StringComparer.Ordinal);
        await using var server = await StartServerAsync();
        foreach (var page in pages.Prepend(Repository.PathOf("README.md")))
        {
            using var folder = new TemporaryFolder();
            folder.Write("urls.txt", string.Concat(Enumerable.Range(1, 3).Select(number => $"{server.Urls.Single()}/{number}\n")));
            foreach (var command in CommandsOf(page).Where(command => !IsRunByOthers(command)))
                (await Command.RunAsync(tool.Program("bash", "-o", "pipefail", "-c", Shortened(command)) with { Folder = folder.Path })).ShouldExitWith(0);
        }
    }

    [Fact]
    public void TheReadmeHasCommandsAndEachThatMeasuresSaysHowOften()
    {
        var commands = CommandsOf(Repository.PathOf("README.md"));
        Assert.NotEmpty(commands);
        Assert.All(
            Directory.GetFiles(Repository.PathOf("docs"), "*.md").SelectMany(CommandsOf).Concat(commands).Where(command => command.StartsWith("dotnet partime run ", StringComparison.Ordinal) && !IsRunByOthers(command)),
            command => Assert.Matches("--(rounds|budget) ", command));
    }

    /// <summary>They measure less work, less often and for less long here, also on a slow machine, and do the same otherwise.</summary>
    private static string Shortened(string command) => Measured().Replace(Markdown.WithoutDotnet(command), match => match.Value switch
    {
        ['-', '-', 'b', ..] => "--budget 300ms",
        ['-', ..] => "--rounds 2",
        ['t', ..] => "timeout=1m",
        _ => "0..500",
    });

    [GeneratedRegex("--rounds 5|--budget [0-9]+s|timeout=[0-9]+s|0[.][.][0-9]+000")]
    private static partial Regex Measured();

    private static string[] CommandsOf(string page) => [.. Markdown.CodeBlocks(page, "console").SelectMany(Markdown.Commands)];

    /// <summary><see cref="DoctorTests"/> run the doctor to its end, and <see cref="WorkloadPageTests"/>, <see cref="ExecutorPageTests"/> and <see cref="ComparingCodePageTests"/> type what their pages show.</summary>
    private static bool IsRunByOthers(string command) =>
        command.StartsWith("dotnet partime doctor", StringComparison.Ordinal)
        || AuthoringPages.SelectMany(page => CommandsOf(Repository.PathOf($"docs/{page}"))).Contains(command);

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
}

/// <summary>The first command of the front page, which needs only a clone.</summary>
public sealed class FirstCommandTests(InstalledTool tool) : IClassFixture<InstalledTool>
{
    [Needs("bash")]
    public async Task TheCommandAtTheTopRunsTheToolWithItsPlugins()
    {
        var first = Markdown.CodeBlock(Repository.PathOf("README.md"), "text").Split('\n')[0];
        Assert.StartsWith("dotnet run --project src/Tool -c Release -- run sleep ", first, StringComparison.Ordinal);
        // That src/Packages.slnf builds without the other projects is seen when it is packed, and building takes most of the time of this command.
        var line = tool.Program("bash", "-c", first.Replace("-c Release", $"-c {Repository.Configuration} --no-build", StringComparison.Ordinal));
        // In the repository itself, so with its own packages: it would not build again with those of a folder that goes away.
        var environment = new Dictionary<string, string?>(line.Environment);
        environment.Remove("NUGET_PACKAGES");
        environment.Remove("DOTNET_CLI_HOME");
        var run = (await Command.RunAsync(line with { Folder = Repository.Root, Environment = environment, Limit = Command.BuildLimit })).ShouldExitWith(0);

        var wall = Csv.Parse(run.Output).ToDictionary(row => row["executor"], row => double.Parse(row["wall_s"], CultureInfo.InvariantCulture));
        Assert.Equal(["process", "process-pool", "serial"], wall.Keys.Order());
        Assert.True(wall["serial"] >= 6, $"serial took {wall["serial"]} s");
        Assert.All([wall["process"], wall["process-pool"]], overlapped => Assert.InRange(overlapped, 3, wall["serial"] - 2 + Pace.Factor));
    }
}
