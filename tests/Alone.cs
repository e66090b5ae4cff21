using System.Runtime.CompilerServices;

namespace Partime;

/// <summary>
/// The collection of all tests that measure time or count garbage. They run after the others, one after the other, and not beside
/// a test of another project: <c>dotnet test</c> runs the projects of a solution at once.
/// </summary>
/// <remarks>The projects share a file. Each holds a lock on it that others may hold too, and for these tests one that nobody else
/// may. The system takes the locks away from a process that ends.</remarks>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone : ICollectionFixture<Alone>, IAsyncLifetime
{
    /// <summary>A process that never lets go, such as a debugged one, is not waited for longer.</summary>
    private static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(10);

    private static FileStream? mark;

    [ModuleInitializer]
    internal static void RunBesideOthers() => LockAsync(FileAccess.Read, FileShare.Read).GetAwaiter().GetResult();

    public Task InitializeAsync() => LockAsync(FileAccess.ReadWrite, FileShare.None);

    public Task DisposeAsync() => mark?.DisposeAsync().AsTask() ?? Task.CompletedTask;

    private static async Task LockAsync(FileAccess access, FileShare share)
    {
        mark?.Dispose();
        mark = null;
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(RepositoryRoot(), "tests", "obj")).FullName, "alone");
        for (var end = DateTime.UtcNow + MaxWait; mark is null && DateTime.UtcNow < end;)
            try
            {
                mark = new FileStream(path, FileMode.OpenOrCreate, access, share);
            }
            catch (IOException)
            {
                await Task.Delay(50);
            }
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Tool.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} has Tool.sln.");
    }
}
