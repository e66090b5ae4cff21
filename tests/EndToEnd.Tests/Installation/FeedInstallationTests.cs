using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Partime.Tool.Tests.Installation;

namespace Partime.EndToEnd.Tests.Installation;

/// <summary>Plugins from a feed on a web server that asks for a password.</summary>
public sealed class FeedInstallationTests(InstalledTool tool) : IClassFixture<InstalledTool>, IAsyncLifetime, IDisposable
{
    private readonly PluginHome home = new(tool);
    private readonly ConcurrentDictionary<string, byte[]> content = new();
    private readonly WebApplication server = CreateServer();

    public async Task InitializeAsync()
    {
        var expected = $"Basic {Convert.ToBase64String("somebody:secret"u8)}";
        server.Run(async context =>
        {
            if (context.Request.Headers.Authorization != expected)
            {
                context.Response.StatusCode = StatusCodes.Status401Unauthorized;
                context.Response.Headers.WWWAuthenticate = "Basic realm=\"feed\"";
            }
            else if (content.TryGetValue(context.Request.Path, out var page))
                await context.Response.Body.WriteAsync(page);
            else
                context.Response.StatusCode = StatusCodes.Status404NotFound;
        });
        await server.StartAsync();
    }

    public async Task DisposeAsync() => await server.DisposeAsync();

    public void Dispose() => home.Dispose();

    [Fact]
    public async Task APluginIsInstalledUpdatedAndRemovedAndNothingOfItIsLeft()
    {
        Configure("secret");
        Offer("1.0.0");
        Assert.Contains("1.0.0", (await RunAsync("plugin", "install", "numbered")).ShouldExitWith(0).Output, StringComparison.Ordinal);
        Offer("1.0.0", "1.1.0");
        (await RunAsync("plugin", "update")).ShouldExitWith(0);
        Assert.True(Directory.Exists(Path.Combine(home.Plugins, "Numbered", "1.1.0")));
        (await RunAsync("plugin", "remove", "Numbered")).ShouldExitWith(0);

        var left = Directory.GetFiles(home.Folder["elsewhere"], "*", SearchOption.AllDirectories).Concat(Directory.GetFiles(home.Plugins, "*", SearchOption.AllDirectories));
        Assert.DoesNotContain(left, path => path.Contains("numbered", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".nupkg", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AWrongPasswordInstallsNothingAndIsNotShown()
    {
        Configure("guessed");
        Offer("1.0.0");

        var result = (await RunAsync("plugin", "install", "Numbered")).ShouldExitWith(1);

        Assert.Equal("partime: The feed 'ours' refuses the credentials that NuGet's settings have for it.\n", result.Error);
        Assert.False(Directory.Exists(Path.Combine(home.Plugins, "Numbered")));
    }

    [Fact]
    public async Task AnotherPackageThanTheOneAskedForIsRefused()
    {
        Configure("secret");
        Offer("1.0.0");
        content[FeedPages.Nupkg("Numbered", "1.0.0")] = File.ReadAllBytes(home.Pack("Throwing", "9.0.0"));

        var result = (await RunAsync("plugin", "install", "Numbered")).ShouldExitWith(1);

        Assert.Contains("sent Throwing 9.0.0 as Numbered 1.0.0: do not trust this feed.", result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(home.Plugins, "Throwing")));
    }

    [Fact]
    public async Task AnUpdateIsNotTakenFromAFolderThatIsCalledAsTheFeedWas()
    {
        Configure("secret");
        Offer("1.0.0");
        (await RunAsync("plugin", "install", "Numbered")).ShouldExitWith(0);
        File.Delete(home.Folder["nuget.config"]);
        File.Move(home.Pack("Numbered", "66.0.0"), Path.Combine(Directory.CreateDirectory(home.Folder["ours"]).FullName, "Numbered.66.0.0.nupkg"));

        // Nobody has credentials for the feed any more, and nobody else is asked.
        Assert.Contains("is not updated: The feed '", (await RunAsync("plugin", "update")).ShouldExitWith(1).Error, StringComparison.Ordinal);
        Assert.Contains("'Numbered@1.0.0' names a version", (await RunAsync("plugin", "update", "Numbered@1.0.0")).ShouldExitWith(1).Error, StringComparison.Ordinal);
    }

    private static WebApplication CreateServer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var server = builder.Build();
        server.Urls.Add("http://127.0.0.1:0");
        return server;
    }

    private void Offer(params string[] versions)
    {
        var address = server.Urls.Single();
        content["/v3/index.json"] = Encoding.UTF8.GetBytes(FeedPages.Index(address));
        content["/registration/numbered/index.json"] = Encoding.UTF8.GetBytes(FeedPages.Registration(address, "Numbered", versions));
        content["/flat/numbered/index.json"] = Encoding.UTF8.GetBytes(FeedPages.Versions(versions));
        content[FeedPages.Nupkg("Numbered", versions[^1])] = File.ReadAllBytes(home.Pack("Numbered", versions[^1]));
    }

    private void Configure(string password) => home.Folder.Write("nuget.config", $"""
        <configuration>
          <packageSources><clear /><add key="ours" value="{server.Urls.Single()}/v3/index.json" /></packageSources>
          <packageSourceCredentials><ours><add key="Username" value="somebody" /><add key="ClearTextPassword" value="{password}" /></ours></packageSourceCredentials>
        </configuration>
        """);

    /// <summary>With every place where NuGet could keep something in a folder of its own.</summary>
    private Task<CommandResult> RunAsync(params string[] arguments)
    {
        var line = home.Line(arguments);
        var elsewhere = Directory.CreateDirectory(home.Folder["elsewhere"]).FullName;
        var environment = new Dictionary<string, string?>(line.Environment)
        {
            ["HOME"] = elsewhere,
            ["TMPDIR"] = elsewhere,
            ["XDG_DATA_HOME"] = null,
            ["NUGET_PACKAGES"] = null,
            ["NUGET_HTTP_CACHE_PATH"] = null,
            ["DOTNET_CLI_HOME"] = null,
        };
        return Command.RunAsync(line with { Environment = environment });
    }
}
