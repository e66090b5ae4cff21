using System.Diagnostics;
using System.Security.Cryptography;
using Partime.Tool.Plugins;

namespace Partime.Tool.Tests.Plugins;

public sealed class FileHashesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public void EveryFileIsListedInOrdinalOrderWithItsHash()
    {
        Write("b.dll", "two");
        Write("runtimes/linux-x64/native/lib.so", "three");
        Write("B.dll", "one");
        Write("de/b.resources.dll", "");

        Assert.Equal(
            [("B.dll", Hash("one")), ("b.dll", Hash("two")), ("de/b.resources.dll", Hash("")), ("runtimes/linux-x64/native/lib.so", Hash("three"))],
            FileHashes.Of(folder.Path));
    }

    [Fact]
    public void ALinkToAFileCountsAsThatFile()
    {
        using var elsewhere = new TemporaryFolder();
        File.WriteAllText(elsewhere["real.dll"], "far");
        File.CreateSymbolicLink(folder["hop.dll"], elsewhere["real.dll"]);
        File.CreateSymbolicLink(folder["linked.dll"], "hop.dll");

        Assert.Equal([("hop.dll", Hash("far")), ("linked.dll", Hash("far"))], FileHashes.Of(folder.Path));
    }

    [Fact]
    public void NoLinkLeadsOutOfTheFolderOrInACircle()
    {
        Directory.CreateSymbolicLink(folder["root"], "/");
        Directory.CreateSymbolicLink(folder["self"], ".");
        File.CreateSymbolicLink(folder["nowhere"], "gone.dll");

        Assert.Equal([("nowhere", Hash("gone.dll")), ("root", Hash("/")), ("self", Hash("."))], FileHashes.Of(folder.Path));
    }

    [Fact]
    public async Task APipeDoesNotHoldUpTheOthers()
    {
        if (!OperatingSystem.IsLinux())
            return;
        using (var make = Process.Start("mkfifo", folder["pipe"]))
            await make.WaitForExitAsync();
        Write("z.dll", "z");

        var hashes = await Task.Run(() => FileHashes.Of(folder.Path)).WaitAsync(Pace.Of(TimeSpan.FromSeconds(30)));
        Assert.Equal([("pipe", Hash("")), ("z.dll", Hash("z"))], hashes);
    }

    [Fact]
    public void ACircleOfLinksAndAMissingFolderAreErrorsThatNameTheFolder()
    {
        Assert.Contains("gone", Assert.Throws<PartimeException>(() => FileHashes.Of(folder["gone"])).Message, StringComparison.Ordinal);
        File.CreateSymbolicLink(folder["one"], "other");
        File.CreateSymbolicLink(folder["other"], "one");
        Assert.Contains(folder.Path, Assert.Throws<PartimeException>(() => FileHashes.Of(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheDigestOfCodeChangesWithNamesAndContentsOfCodeAlone()
    {
        Write("a.dll", "code");
        var before = FileHashes.DigestOfCode(folder.Path);
        Write("notes.txt", "no code");
        Assert.Equal(before, FileHashes.DigestOfCode(folder.Path));
        Write("a.dll", "other code");
        var changed = FileHashes.DigestOfCode(folder.Path);
        File.Delete(folder["a.dll"]);
        Write("b.dll", "code");
        Assert.Equal(3, new HashSet<string> { before, changed, FileHashes.DigestOfCode(folder.Path) }.Count);
    }

    public void Dispose() => folder.Dispose();

    private void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder[name])!);
        File.WriteAllText(folder[name], text);
    }

    private static string Hash(string text) => Convert.ToBase64String(SHA512.HashData(System.Text.Encoding.UTF8.GetBytes(text)));
}
