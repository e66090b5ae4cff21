using System.Diagnostics;
using Partime.Tool.Files;

namespace Partime.Tool.Tests.Files;

public sealed class OutputFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string Path => folder["summary.md"];

    private string[] Names => [.. Directory.GetFileSystemEntries(folder.Path).Select(entry => System.IO.Path.GetFileName(entry)).Order()];

    [Theory]
    [InlineData(37)]
    [InlineData(95)]
    public void AFileSystemWithoutLocksIsWrittenToAndNoticed(int error)
    {
        File.WriteAllText(folder["out.txt"], "old");
        using (var output = OutputFile.Open(folder["out.txt"], takeLock: _ => throw new IOException("no locks", error)))
        {
            output.WriteText("new");
            Assert.True(output.HasNoLock);
        }
        Assert.Equal("new", File.ReadAllText(folder["out.txt"]));
    }

    [Fact]
    public void ATextReplacesTheOldFileAsAWhole()
    {
        if (OperatingSystem.IsWindows())
            return;
        File.WriteAllText(Path, "the old text, which was longer");
        using (var document = OutputFile.Open(Path))
        {
            Assert.Equal("the old text, which was longer", File.ReadAllText(Path));
            document.WriteText("new");
        }
        Assert.Equal("new", File.ReadAllText(Path));
        Assert.Equal(["summary.md"], Names);
    }

    [Fact]
    public void AFullDiskLeavesTheOldFile()
    {
        if (OperatingSystem.IsWindows())
            return;
        File.WriteAllText(Path, "the old text");
        using (var output = OutputFile.Open(Path))
            Assert.Contains("No space left", Assert.Throws<PartimeException>(() => output.Prepare(() =>
            {
                output.Stream.Write("half"u8);
                throw new IOException("No space left");
            })).Message, StringComparison.Ordinal);
        Assert.Equal("the old text", File.ReadAllText(Path));
        Assert.Equal(["summary.md"], Names);
    }

    [Fact]
    public void NoFileIsMadeBeforeItIsWritten()
    {
        if (OperatingSystem.IsWindows())
            return;
        using (OutputFile.Open(Path))
            Assert.Empty(Names);
        Assert.Empty(Names);
    }

    /// <summary>Its name may become that of another file, and a second attempt would be told of another session.</summary>
    [Fact]
    public void AnOutputThatCannotBeOpenedIsReservedNoLonger()
    {
        File.WriteAllText(Path, "");
        for (var attempt = 0; attempt < 2; attempt++)
            Assert.Contains("is a file, and no folder", Assert.Throws<PartimeException>(() => OutputFile.Open(System.IO.Path.Combine(Path, "runs.csv"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AFileThatDoesNotExistYetBelongsToTheFirstSessionThatNamesIt()
    {
        if (!OperatingSystem.IsLinux())
            return;
        // Written at the end of a session, so a second one must hear of the first before it measures.
        using (var first = OutputFile.Open(Path))
        {
            AssertInUse(Path);
            AssertInUse(System.IO.Path.Combine(folder.Path, "..", System.IO.Path.GetFileName(folder.Path), "summary.md"));
            using (OutputFile.Open(folder["other.md"]))
                first.WriteText("first");
        }
        Write("second");
        Assert.Equal("second", File.ReadAllText(Path));
    }

    [Fact]
    public void DisposedOfTwiceItClosesNoFileOfAnother()
    {
        var output = OutputFile.Open(Path);
        output.Dispose();
        var others = Enumerable.Range(0, 20).Select(number => File.Create(folder[$"other{number}"])).ToList();
        output.Dispose();
        // A closed one fails here, or when its handle is released.
        others.ForEach(other => other.WriteByte(1));
        others.ForEach(other => other.Dispose());
    }

    [Fact]
    public void AFileThatHasAppearedMeanwhileIsNotReplaced()
    {
        if (OperatingSystem.IsWindows())
            return;
        using (var output = OutputFile.Open(Path))
        {
            File.WriteAllText(Path, "of another program");
            Assert.Contains(Path, Assert.Throws<PartimeException>(() => output.WriteText("new")).Message, StringComparison.Ordinal);
        }
        Assert.Equal("of another program", File.ReadAllText(Path));
        Assert.Equal(["summary.md"], Names);
    }

    [Theory]
    [InlineData("1777", true)]
    [InlineData("0755", false)]
    public void ALinkOfAnotherUserIsNotFollowedWhereEveryoneMayMakeOne(string mode, bool isRefused)
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
            return;
        File.WriteAllText(folder["target"], "precious");
        File.CreateSymbolicLink(Path, "target");
        Process.Start("chmod", [mode, folder.Path]).WaitForExit();
        Process.Start("chown", ["-h", "1:1", Path]).WaitForExit();
        if (isRefused)
            Assert.Contains("a symbolic link of another user", Assert.Throws<PartimeException>(() => Write("new")).Message, StringComparison.Ordinal);
        else
            Write("new");
        Assert.Equal(isRefused ? "precious" : "new", File.ReadAllText(folder["target"]));
    }

    [Fact]
    public void AnImpossibleNameIsRefusedBeforeItIsWritten()
    {
        if (!OperatingSystem.IsLinux())
            return;
        Assert.Throws<PartimeException>(() => OutputFile.Open(folder[new string('x', 256)]));
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
        File.WriteAllText(folder["target"], "the old text");
        File.CreateSymbolicLink(Path, "target");
        Write("new");
        Assert.Equal("target", new FileInfo(Path).LinkTarget);
        Assert.Equal("new", File.ReadAllText(folder["target"]));
    }

    [Fact]
    public void AnotherUsersFileIsOverwrittenAndKeepsItsOwner()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
            return;
        File.WriteAllText(Path, "the old text, which was longer");
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
        using var other = OutputFile.Open("/dev/null");
        other.WriteText("a");
        using var document = OutputFile.Open("/dev/null");
        document.WriteText("b");
    }

    private static void AssertInUse(string path) =>
        Assert.Contains("another process is writing to it", Assert.Throws<PartimeException>(() => OutputFile.Open(path)).Message, StringComparison.Ordinal);

    private void Write(string text)
    {
        using var document = OutputFile.Open(Path);
        document.WriteText(text);
    }
}
