using System.Diagnostics;
using Partime.Tool.Files;

namespace Partime.Tool.Tests.Files;

public sealed class OutputFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string Path => folder["summary.md"];

    private string[] Names => [.. Directory.GetFileSystemEntries(folder.Path).Select(entry => System.IO.Path.GetFileName(entry)).Order()];

    [Fact]
    public void ADocumentReplacesTheFormerOneAsAWhole()
    {
        if (OperatingSystem.IsWindows())
            return;
        File.WriteAllText(Path, "the former, which was longer");
        using (var document = new TextFile(Path))
        {
            Assert.Equal("the former, which was longer", File.ReadAllText(Path));
            document.Write("new");
        }
        Assert.Equal("new", File.ReadAllText(Path));
        Assert.Equal(["summary.md"], Names);
    }

    [Fact]
    public void AFullDiskCostsNoFormerDocument()
    {
        if (OperatingSystem.IsWindows())
            return;
        File.WriteAllText(Path, "the former");
        using (var output = OutputFile.Open(Path))
            Assert.Contains("No space left", Assert.Throws<PartimeException>(() => output.Begin(() =>
            {
                output.Stream.Write("half"u8);
                throw new IOException("No space left");
            })).Message, StringComparison.Ordinal);
        Assert.Equal("the former", File.ReadAllText(Path));
        Assert.Equal(["summary.md"], Names);
    }

    [Fact]
    public void NothingIsThereUntilThereIsSomethingToWrite()
    {
        if (OperatingSystem.IsWindows())
            return;
        using (new TextFile(Path))
            Assert.Empty(Names);
        Assert.Empty(Names);
    }

    [Fact]
    public void ANameThatNoFileCanHaveIsRefusedBeforeThereIsSomethingToWrite()
    {
        if (!OperatingSystem.IsLinux())
            return;
        Assert.Throws<PartimeException>(() => new TextFile(folder[new string('x', 256)]));
        Assert.Empty(Names);
    }

    [Fact]
    public void TheNewFileHasTheModeOfTheOld()
    {
        if (OperatingSystem.IsWindows())
            return;
        const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
        File.WriteAllText(Path, "");
        File.SetUnixFileMode(Path, Mode);
        Write("new");
        Assert.Equal(Mode, File.GetUnixFileMode(Path));
    }

    [Fact]
    public void ASymbolicLinkStaysOneAndLeadsToTheNewFile()
    {
        if (OperatingSystem.IsWindows())
            return;
        File.WriteAllText(folder["target"], "the former");
        File.CreateSymbolicLink(Path, "target");
        Write("new");
        Assert.Equal("target", new FileInfo(Path).LinkTarget);
        Assert.Equal("new", File.ReadAllText(folder["target"]));
    }

    [Fact]
    public void AFileOfSomebodyElseIsWrittenOverAndStaysTheirs()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
            return;
        File.WriteAllText(Path, "the former, which was longer");
        Process.Start("chown", ["1:1", Path]).WaitForExit();
        var before = FileStatus.Of(Path);
        Write("new");
        Assert.Equal("new", File.ReadAllText(Path));
        Assert.Equal(before, FileStatus.Of(Path));
    }

    [Fact]
    public void ADeviceIsWrittenTo()
    {
        if (!File.Exists("/dev/null"))
            return;
        // By two at the same time.
        using var other = new TextFile("/dev/null");
        other.Write("a");
        using var document = new TextFile("/dev/null");
        document.Write("b");
    }

    private void Write(string text)
    {
        using var document = new TextFile(Path);
        document.Write(text);
    }
}
