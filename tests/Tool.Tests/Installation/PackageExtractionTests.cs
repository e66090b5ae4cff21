using System.Security.Cryptography;
using Partime.Tool.Installation;

namespace Partime.Tool.Tests.Installation;

public sealed class PackageExtractionTests
{
    private static readonly CraftedEntry[] Content =
    [
        new("_rels/.rels", "relations"),
        CraftedPackage.Manifest,
        new CraftedEntry("plugin/WordCount.dll", "an assembly") { Attributes = 0x8FFF0000 },
        new("plugin/de/WordCount.resources.dll", "Wörter"),
        new("plugin/runtimes/linux-x64/native/libcount.so", "native"),
        new("lib/net10.0/Other.dll", "for somebody else"),
        new("[Content_Types].xml", "types"),
    ];

    [Fact]
    public void ThePluginsFilesAreUnpackedAndNothingElse()
    {
        using var file = new PackageFile(CraftedPackage.Of(Content));
        using var package = PluginPackage.Open(file.Path);
        package.ExtractTo(file.Target);

        Assert.Equal(["WordCount.dll", "de/WordCount.resources.dll", "runtimes/linux-x64/native/libcount.so"], package.Files);
        Assert.Equal(package.Files.Order(), Directory.GetFiles(file.Target, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(file.Target, path).Replace('\\', '/')).Order());
        Assert.Equal("Wörter", File.ReadAllText(Path.Combine(file.Target, "de/WordCount.resources.dll")));
    }

    [Fact]
    public void ThePackageIsNamedWithTheHashOfItsFile()
    {
        using var file = new PackageFile(CraftedPackage.Of(Content));
        using var package = PluginPackage.Open(file.Path);

        Assert.Equal(("Word.Count", "1.2.3"), (package.Id, package.Version));
        Assert.Equal(Convert.ToBase64String(SHA512.HashData(File.ReadAllBytes(file.Path))), package.Sha512);
    }

    /// <summary>The archive asks for every right there is, with those to become the owner of the file.</summary>
    [Fact]
    public void OnlyTheOwnerMayWriteToAFileAndNoOneMayExecuteIt()
    {
        if (OperatingSystem.IsWindows())
            return;
        using var file = new PackageFile(CraftedPackage.Of(Content));
        using var package = PluginPackage.Open(file.Path);
        package.ExtractTo(file.Target);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead, File.GetUnixFileMode(Path.Combine(file.Target, "WordCount.dll")));
        Assert.Equal((UnixFileMode)0, File.GetUnixFileMode(Path.Combine(file.Target, "de")) & (UnixFileMode.GroupWrite | UnixFileMode.OtherWrite));
    }

    [Fact]
    public void AFileThatIsChangedAfterItWasOpenedIsRefused()
    {
        // Large enough for no buffer to hold it.
        using var file = new PackageFile(CraftedPackage.With(new CraftedEntry("plugin/data", RandomNumberGenerator.GetBytes(1_000_000))));
        using var package = PluginPackage.Open(file.Path);
        Overwrite(file.Path, 500_000);

        Assert.Contains("damaged", Assert.Throws<PartimeException>(() => package.ExtractTo(file.Target)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NothingIsOverwritten()
    {
        using var file = new PackageFile(CraftedPackage.Of(Content));
        using var package = PluginPackage.Open(file.Path);
        Directory.CreateDirectory(file.Target);
        File.WriteAllText(Path.Combine(file.Target, "mine.txt"), "mine");

        Assert.Throws<InvalidOperationException>(() => package.ExtractTo(file.Target));
        Assert.Single(Directory.GetFileSystemEntries(file.Target));
    }

    [Fact]
    public void AFolderThatCannotBeWrittenIsNamed()
    {
        using var file = new PackageFile(CraftedPackage.Of(Content));
        using var package = PluginPackage.Open(file.Path);

        Assert.Contains("cannot be unpacked into /dev/null/x", Assert.Throws<PartimeException>(() => package.ExtractTo("/dev/null/x")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AMissingFileIsNamed()
    {
        using var folder = new TemporaryFolder();

        Assert.Contains("does not exist", RefusalOf(folder["missing.nupkg"]), StringComparison.Ordinal);
        Assert.Contains("does not exist", RefusalOf(folder["missing/missing.nupkg"]), StringComparison.Ordinal);
        Assert.Contains("is a folder", RefusalOf(folder.Path), StringComparison.Ordinal);
    }

    private static string RefusalOf(string path) => Assert.Throws<PartimeException>(() => PluginPackage.Open(path)).Message;

    /// <summary>Another process need not respect that the file is being read.</summary>
    private static void Overwrite(string path, int at)
    {
        using var changed = File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        RandomAccess.Write(changed, [0xff, 0xff, 0xff], at);
    }
}
