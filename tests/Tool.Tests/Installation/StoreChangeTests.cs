using Partime.Tool.Installation;

namespace Partime.Tool.Tests.Installation;

public sealed class StoreChangeTests : IDisposable
{
    private readonly Store store = new();

    [Fact]
    public void LookingCreatesNothing()
    {
        Assert.Empty(store.Lock.Plugins);
        Assert.False(Directory.Exists(store.Plugins.Folder));
    }

    [Fact]
    public async Task ChangesAtTheSameTimeFollowOneAnother()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(number => Task.Run(() => store.AddAsync($"Plugin{number}", "1.0.0"))));

        Assert.Equal(Enumerable.Range(0, 8).Select(number => $"Plugin{number} 1.0.0"), store.Lock.Plugins.Select(plugin => plugin.ToString()));
    }

    [Fact]
    public async Task WaitingForAnotherEndsWithTheToken()
    {
        using var change = await StoreChange.BeginAsync(store.Plugins, default);
        using var source = new CancellationTokenSource();
        var second = StoreChange.BeginAsync(store.Plugins, source.Token);
        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
    }

    [Fact]
    public async Task TheNextChangeDeletesTheRubbishOfACrash()
    {
        var plugin = await store.AddAsync("Foo", "1.0.0");
        var left = Directory.CreateDirectory(Path.Combine(store.Plugins.Folder, ".incoming", "half"));
        await File.WriteAllTextAsync(Path.Combine(left.FullName, "half.dll"), "");
        // Moved to its place, and killed before the lock was replaced.
        Directory.CreateDirectory(store.Plugins.FolderOf(Store.Made("Foo", "2.0.0")));
        await File.WriteAllTextAsync(Path.Combine(store.Plugins.FolderOf(Store.Made("Foo", "2.0.0")), "old.dll"), "");
        Assert.Equal([plugin.ToString()], store.Lock.Plugins.Select(other => other.ToString()));

        await store.AddAsync("Foo", "2.0.0");

        Assert.Equal(["Foo/1.0.0/Foo.dll", "Foo/2.0.0/Foo.dll", "lock.json"], store.Files());
    }

    [Fact]
    public async Task AFailureInTheMiddleLeavesTheFormerState()
    {
        await store.AddAsync("Foo", "1.0.0");
        var before = store.Files();
        using (var change = await StoreChange.BeginAsync(store.Plugins, default))
        {
            await File.WriteAllTextAsync(Path.Combine(change.NewFolder(), "half.dll"), "");
            Assert.Throws<PartimeException>(() => change.Add(Store.Made("Bar", "1.0.0"), store.Folder["nowhere"]));
        }

        Assert.Equal(before, store.Files());
        Assert.Equal(["Foo 1.0.0"], store.Lock.Plugins.Select(plugin => plugin.ToString()));
    }

    [Fact]
    public async Task OtherUsersCanNeitherReadNorWriteTheStore()
    {
        if (OperatingSystem.IsWindows())
            return;
        await store.AddAsync("Foo", "1.0.0");

        const UnixFileMode Mine = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        Assert.All(
            Directory.GetDirectories(store.Plugins.Folder, "*", SearchOption.AllDirectories).Prepend(store.Plugins.Folder),
            folder => Assert.Equal(Mine, new DirectoryInfo(folder).UnixFileMode));
    }

    [Fact]
    public async Task AStoreThatCannotBeMadeIsAnErrorThatNamesItAndTheVariable()
    {
        var error = await Assert.ThrowsAsync<PartimeException>(() => StoreChange.BeginAsync(new PluginStore(store.Folder.Write("file") + "/plugins"), default));

        Assert.Contains(store.Folder["file"], error.Message, StringComparison.Ordinal);
        Assert.Contains("PARTIME_HOME", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => store.Dispose();
}
