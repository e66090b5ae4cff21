using Partime.Tool.Installation;
using Partime.Tool.Plugins;
using Partime.Tool.Sessions;

namespace Partime.Tool.Tests.Sessions;

/// <summary>A session has a plugin, and a node of another machine has it, or another one, or none. No engine is between them.</summary>
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
        Assert.Equal(3, session.Questions.Count(question => question.Content == NodeContent.PluginBytes));
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
        var pools = await Task.WhenAll(Task.Run(() => session.OpenAsync(Node(accepts: true))), Task.Run(() => session.OpenAsync(Node(accepts: true)))).WaitAsync(TimeSpan.FromSeconds(30));

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

    [Theory]
    [InlineData("'../WithPrivateDependency.dll' leads out", "../WithPrivateDependency.dll")]
    [InlineData("'a/../../b' leads out", "a/../../b")]
    [InlineData("absolute path", "/etc/passwd")]
    [InlineData("backslash", "a\\b.dll")]
    [InlineData("ignore case", "withprivatedependency.DLL")]
    [InlineData("needs a folder of that name", "WithPrivateDependency.dll/below")]
    [InlineData("more than 512 MiB", "large", 1L << 40)]
    [InlineData("more than 512 MiB", "negative", -1L)]
    [InlineData("WithPrivateDependency.dll is not in it", null)]
    public async Task AListOfFilesThatNoFolderCouldHaveIsRefused(string reason, string? path, long length = 1)
    {
        var session = Session("WithPrivateDependency", "greeting", "moon");
        session.Between = question => question.Content == NodeContent.PluginFiles ? Answer(path is null ? List(("other.dll", 1)) : List(("WithPrivateDependency.dll", 1), (path, length))) : null;
        var error = await RefusedAsync(Node(accepts: true), session);

        Assert.Contains("refuses the plugin", error, StringComparison.Ordinal);
        Assert.Contains(reason, error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Received));
    }

    [Fact]
    public async Task AnswersThatAreNoneAreRefused()
    {
        var session = Session("WithPrivateDependency", "greeting", "moon");
        var right = session.Source.Answer(new NodeQuestion(NodeContent.PluginFiles, 0).ToBytes());
        foreach (var answer in (byte[][])[[], [0], [2, .. right[1..]], right[..^1], [.. right, 0], [0, .. BitConverter.GetBytes(-1L)], [0, .. BitConverter.GetBytes(long.MaxValue), .. new byte[NodeQuestion.MaxPiece]], [1, .. "no\u001b[2J"u8], Answer([1, 2, 3]), Answer([])])
        {
            session.Between = _ => answer;
            Assert.DoesNotContain('\u001b', await RefusedAsync(Node(accepts: true), session));
        }
        Assert.False(Directory.Exists(Received));
    }

    [Fact]
    public void QuestionsThatAreNoneAreRefused()
    {
        var session = Session("WithPrivateDependency", "greeting", "moon");
        foreach (var question in (byte[][])[[], [1], new NodeQuestion((NodeContent)9, 0).ToBytes(), new NodeQuestion(NodeContent.Inputs, -1).ToBytes(), new NodeQuestion(NodeContent.PluginBytes, long.MaxValue).ToBytes(), [.. new NodeQuestion(NodeContent.Inputs, 0).ToBytes(), 0]])
            Assert.Throws<FormatException>(() => session.Source.Answer(question));
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

    private static byte[] Answer(byte[] all) => new NodeQuestion(NodeContent.PluginFiles, 0).Answer(all.Length, (_, into) => all.CopyTo(into));

    private static byte[] List(params (string Path, long Length)[] files)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        foreach (var (path, length) in files)
        {
            writer.Write(path);
            writer.Write(length);
            writer.Write(new byte[64]);
        }
        writer.Flush();
        return bytes.ToArray();
    }

    private string[] Plugins() => Directory.Exists(Received) ? Directory.GetDirectories(Received) : [];

    private NodeHost Node(bool accepts, bool isOwn = false) => new("") { AcceptsPlugins = accepts, IsOwn = isOwn, Store = Store, Notified = notified.Add };

    private static async Task<string> RefusedAsync(NodeHost node, SentPluginWork session) => (await Assert.ThrowsAsync<InvalidOperationException>(() => session.OpenAsync(node))).Message;

    private SentPluginWork Session(string plugin, string workload, string inputs, Action<string>? change = null, Setting[]? settings = null, bool isElsewhere = true)
    {
        var copy = folder.CopyPlugin(plugin);
        change?.Invoke(copy);
        return new SentPluginWork(copy, workload, inputs, settings ?? [], isElsewhere);
    }
}
