using System.Runtime.Versioning;
using Partime.Tool.Installation;
using Partime.Tool.Plugins;
using Partime.Tool.Sessions;

namespace Partime.Tool.Tests.Sessions;

/// <summary>A session has a plugin, and a node of another machine has it, or another one, or none. No engine is between them.</summary>
[SupportedOSPlatform("linux")]
public sealed class NodePluginsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly List<string> notified = [];

    private PluginStore Store => new(folder["home/plugins"]);

    private string Received => folder["home/received"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task AMissingPluginIsASentenceWithItsHashAndTheCure()
    {
        var session = Session("WithPrivateDependency", "greeting", "moon");
        var error = await RefusedAsync(Node(accepts: false), session);

        foreach (var part in (string[])["'greeting'", "/elsewhere/WithPrivateDependency.dll", Environment.MachineName, $"sha512:{session.Digest}", "'dotnet partime plugin install'", "'accept-plugins'"])
            Assert.Contains(part, error, StringComparison.Ordinal);
        Assert.Empty(session.Questions);
        Assert.False(Directory.Exists(Received));
    }

    [Fact]
    public async Task AnInstalledPluginWithTheSameCodeRuns()
    {
        var installer = new PluginInstaller(Store, PluginCatalog.Open([], null));
        await installer.InstallFolderAsync(TestPlugin.Path("WithPrivateDependency"), default);
        var session = Session("WithPrivateDependency", "greeting", "moon");

        Assert.Equal(["hello moon"], await session.RunAsync(Node(accepts: false)));
        Assert.Empty(session.Questions);
    }

    [Fact]
    public async Task AnInstalledPluginWithOtherCodeIsNamedWithBothHashes()
    {
        var installer = new PluginInstaller(Store, PluginCatalog.Open([], null));
        var installed = (await installer.InstallFolderAsync(TestPlugin.Path("WithPrivateDependency"), default)).Plugin;
        var session = Session("WithPrivateDependency", "greeting", "moon", change: copy => File.WriteAllText(Path.Combine(copy, "other.dll"), "more code"));
        var error = await RefusedAsync(Node(accepts: false), session);

        Assert.Contains($"{Store.FolderOf(installed)}/WithPrivateDependency.dll", error, StringComparison.Ordinal);
        Assert.Contains($"sha512:{FileHashes.DigestOfCode(Store.FolderOf(installed))}", error, StringComparison.Ordinal);
        Assert.Contains($"sha512:{session.Digest}", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ThePluginAtTheSamePathRunsUnlessOthersCanChangeIt()
    {
        var session = Session("WithPrivateDependency", "greeting", "moon", isElsewhere: false);
        Assert.Equal(["hello moon"], await session.RunAsync(Node(accepts: false)));

        File.SetUnixFileMode(session.Folder, (UnixFileMode)0b111_111_111);
        Assert.Contains("can be changed by other users", await RefusedAsync(Node(accepts: false), session), StringComparison.Ordinal);
        Assert.Equal(["hello moon"], await session.RunAsync(Node(accepts: false, isOwn: true)));
    }

    [Fact]
    public async Task AnAcceptedPluginArrivesOnceWithAllItsFilesAndIsKept()
    {
        var session = Session("WithPrivateDependency", "greeting", "moon,Zürich ☾", change: copy => File.WriteAllBytes(Path.Combine(Directory.CreateDirectory(Path.Combine(copy, "data", "deep")).FullName, "large.bin"), new byte[3_000_000]));
        var node = Node(accepts: true);

        Assert.Equal(["hello moon", "hello Zürich ☾"], await session.RunAsync(node));
        Assert.Equal(1 + (3_000_000 / NodeQuestion.MaxPiece), session.Questions.Count(question => question.Content == NodeContent.PluginBytes));
        var plugin = Assert.Single(Plugins());
        Assert.Equal(PluginFiles.Of(session.Folder).Sha512, PluginFiles.Of(plugin).Sha512);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Received));
        Assert.Contains("Received the plugin WithPrivateDependency.dll of the workload 'greeting'", Assert.Single(notified), StringComparison.Ordinal);
        Assert.Contains(Path.GetFileName(plugin), notified[0], StringComparison.Ordinal);

        // Again, and by a node that accepts nothing new.
        session.Questions.Clear();
        await session.RunAsync(node);
        Assert.Equal(["hello moon", "hello Zürich ☾"], await session.RunAsync(Node(accepts: false)));
        Assert.All(session.Questions, question => Assert.Equal(NodeContent.PluginFiles, question.Content));
        Assert.Single(notified);
    }

    [Fact]
    public async Task AReceivedPluginThatHasBeenChangedIsFetchedAgain()
    {
        var session = Session("WithPrivateDependency", "greeting", "moon");
        await session.RunAsync(Node(accepts: true));
        File.AppendAllText(Path.Combine(Plugins().Single(), "PrivateDependency.dll"), "virus");
        Assert.Contains("does not have", await RefusedAsync(Node(accepts: false), session), StringComparison.Ordinal);

        Assert.Equal(["hello moon"], await session.RunAsync(Node(accepts: true)));
        Assert.Equal(PluginFiles.Of(session.Folder).Sha512, PluginFiles.Of(Plugins().Single()).Sha512);
        Assert.Equal(2, notified.Count);
    }

    [Fact]
    public async Task ANodeThatEndsHalfWayLeavesNoHalfPlugin()
    {
        var session = Session("WithPrivateDependency", "greeting", "moon", change: copy => File.WriteAllBytes(Path.Combine(copy, "large.bin"), new byte[6_000_000]));
        // What a node leaves behind that is killed: no process holds it. And one that another node writes now.
        Directory.CreateDirectory(Path.Combine(Received, ".incoming-1"));
        Directory.CreateDirectory(Path.Combine(Received, ".gone-1", "below"));
        using var other = HeldFolder.TryHold(Directory.CreateDirectory(Path.Combine(Received, ".incoming-2")).FullName, alone: true);
        session.Between = question => question.Offset > 2_000_000 ? throw new TimeoutException("the cable is cut") : null;
        await Assert.ThrowsAsync<TimeoutException>(() => session.RunAsync(Node(accepts: true)));

        Assert.Equal([".changing", ".incoming-2"], Directory.GetFileSystemEntries(Received).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task TwoNodesAtOnceGetOnePlugin()
    {
        var session = Session("WithPrivateDependency", "greeting", "moon");
        var (one, other) = (new TaskCompletionSource(), new TaskCompletionSource());
        session.Wait = async question =>
        {
            // Neither has it before both have begun to receive it.
            if (question.Content == NodeContent.PluginBytes && !one.TrySetResult())
                other.TrySetResult();
            await (question.Content == NodeContent.PluginBytes ? other.Task : Task.CompletedTask);
        };
        var pools = await Task.WhenAll(Task.Run(() => session.OpenAsync(Node(accepts: true))), Task.Run(() => session.OpenAsync(Node(accepts: true)))).WaitAsync(Pace.Of(TimeSpan.FromSeconds(30)));

        Assert.Single(Plugins());
        foreach (var pool in pools)
            Assert.Equal(["hello moon"], await session.RunAsync(pool));
        Assert.Equal([".changing"], Directory.GetFiles(Received).Select(Path.GetFileName));
    }

    [Fact]
    public async Task ASessionWhoseFilesChangeMeanwhileIsRefused()
    {
        var session = Session("WithPrivateDependency", "greeting", "moon");
        session.Between = question =>
        {
            if (question.Content == NodeContent.PluginBytes)
                File.WriteAllBytes(Path.Combine(session.Folder, "PrivateDependency.dll"), new byte[new FileInfo(Path.Combine(session.Folder, "PrivateDependency.dll")).Length]);
            return null;
        };
        Assert.Contains("other bytes of the plugin's file 'PrivateDependency.dll'", await RefusedAsync(Node(accepts: true), session), StringComparison.Ordinal);

        session.Between = _ => null;
        File.Delete(Path.Combine(session.Folder, "PrivateDependency.dll"));
        Assert.Contains("PrivateDependency.dll beside /elsewhere/WithPrivateDependency.dll cannot be read", await RefusedAsync(Node(accepts: true), session), StringComparison.Ordinal);
        Assert.Empty(Plugins());
    }

    [Fact]
    public async Task APluginWithALinkIsNotSent()
    {
        var session = Session("WithPrivateDependency", "greeting", "moon", change: copy => File.CreateSymbolicLink(Path.Combine(copy, "loop"), "."));
        Assert.Contains("loop in it is a link", await RefusedAsync(Node(accepts: true), session), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SettingsTravelAndSecretsReachNoSentence()
    {
        var session = Session("Options", "options", "1", settings: [new Setting("name", "mars"), new Setting("token", "hush")]);
        Assert.Equal(["mars"], await session.RunAsync(Node(accepts: true)));
        Assert.DoesNotContain("hush", Assert.Single(notified), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ANewerDotnetThanTheNodeHasGetsTheSentenceThatItGetsLocally()
    {
        var session = Session("WithPrivateDependency", "greeting", "moon");
        var file = TestPlugin.File("BuiltForNewerDotnet");
        var locally = Assert.Throws<PartimeException>(() => PluginDependencies.Of(file)).Message;
        session.Description = session.Description with { Plugin = new WantedPlugin("tomorrow", IsBundled: false, file, file, WantedPlugin.CodeDigestOf(file)), Values = [] };
        Assert.Equal(locally, await RefusedAsync(Node(accepts: false), session));
    }

    private string[] Plugins() => Directory.Exists(Received) ? Directory.GetDirectories(Received) : [];

    private NodeHost Node(bool accepts, bool isOwn = false) => new("") { AcceptsPlugins = accepts, IsOwn = isOwn, Store = Store, Tell = notified.Add };

    private static async Task<string> RefusedAsync(NodeHost node, SentPluginWork session) => (await Assert.ThrowsAsync<InvalidOperationException>(() => session.OpenAsync(node))).Message;

    private SentPluginWork Session(string plugin, string workload, string inputs, Action<string>? change = null, Setting[]? settings = null, bool isElsewhere = true)
    {
        var copy = folder.CopyPlugin(plugin);
        change?.Invoke(copy);
        return new SentPluginWork(copy, workload, inputs, settings ?? [], isElsewhere);
    }
}
