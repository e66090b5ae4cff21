using System.Runtime.Versioning;
using Partime.Tool.Installation;

namespace Partime.Tool.Tests.Installation;

/// <summary>The folder of plugins that sessions have sent.</summary>
[SupportedOSPlatform("linux")]
public sealed class ReceivedPluginsTests : IDisposable
{
    private const int Size = 1000;

    private readonly TemporaryFolder folder = new();

    private ReceivedPlugins Received => new(folder["received"]) { MaxBytes = 3 * Size };

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task ThoseUsedLongestAgoGiveWayAndNoneThatIsInUse()
    {
        var (a, b, c, d) = (Plugin("a"), Plugin("b"), Plugin("c"), Plugin("d"));
        foreach (var (plugin, hour) in ((PluginManifest, int)[])[(a, 1), (b, 2), (c, 3)])
            using (var held = await AddAsync(plugin))
                Directory.SetLastWriteTimeUtc(held.Path, new DateTime(2026, 1, 1, hour, 0, 0, DateTimeKind.Utc));
        using var oldest = await FindAsync(a);
        Directory.SetLastWriteTimeUtc(oldest!.Path, new DateTime(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        (await AddAsync(d)).Dispose();

        Assert.Equal([a.Name, c.Name, d.Name], Kept(a, b, c, d));
        using (await FindAsync(c))
        using (await FindAsync(d))
            Assert.Contains("those there are in use", (await Assert.ThrowsAsync<PartimeException>(() => AddAsync(b))).Message, StringComparison.Ordinal);
        Assert.Equal([a.Name, c.Name, d.Name], Kept(a, b, c, d));
    }

    [Fact]
    public async Task AFolderThatOthersCanWriteToIsNotUsed()
    {
        Directory.CreateDirectory(folder["received"]);
        File.SetUnixFileMode(folder["received"], (UnixFileMode)0b111_111_111);
        Assert.Contains("chmod o-w", (await Assert.ThrowsAsync<PartimeException>(() => AddAsync(Plugin("a")))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AFolderThatCannotBeMadeIsASentence()
    {
        folder.Write("received");
        Assert.Contains($"The node {Environment.MachineName} cannot keep the plugin in", (await Assert.ThrowsAsync<PartimeException>(() => AddAsync(Plugin("a")))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TooLittleIsRefusedAndLeavesNothing()
    {
        var plugin = Plugin("a");
        Assert.Contains("cut off", (await Assert.ThrowsAsync<PartimeException>(() => Received.AddAsync(plugin, Pieces(new byte[Size - 1]), default))).Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetDirectories(folder["received"]));
    }

    private string[] Kept(params PluginManifest[] all) => [.. all.Select(plugin => plugin.Name).Where(name => Directory.Exists(Path.Combine(folder["received"], name)))];

    private PluginManifest Plugin(string name)
    {
        var made = Directory.CreateDirectory(folder[$"session/{name}"]).FullName;
        File.WriteAllBytes(Path.Combine(made, $"{name}.dll"), new byte[Size]);
        return PluginManifest.Of(made, made);
    }

    private Task<HeldFolder> AddAsync(PluginManifest plugin) => Received.AddAsync(plugin, Pieces(new byte[Size / 2], new byte[Size / 2]), default);

    private Task<HeldFolder?> FindAsync(PluginManifest plugin) => Received.FindAsync(plugin, default);

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> Pieces(params byte[][] pieces)
    {
        await Task.Yield();
        foreach (var piece in pieces)
            yield return piece;
    }
}
