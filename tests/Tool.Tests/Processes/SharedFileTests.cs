using System.Runtime.Versioning;
using Partime.Tool.Processes;

namespace Partime.Tool.Tests.Processes;

public sealed unsafe class SharedFileTests
{
    private const int Bytes = 1 << 20;

    [Fact]
    public void TwoMapsOfAFileAreTheSameMemory()
    {
        using var file = SharedFile.Create(Bytes, "A test");
        var one = file.Map(0, Bytes);
        var other = file.Map(0, Bytes);
        one[Bytes - 1] = 42;
        Assert.Equal(42, other[Bytes - 1]);
        Assert.NotEqual((nint)one, (nint)other);
    }

    [Fact]
    [SupportedOSPlatform("linux")]
    public void TheFileHasNoNameAndOnlyItsOwnerMayOpenIt()
    {
        Assert.True(LinuxFile.TryCreate(Path.GetTempPath(), out var file, out _));
        var link = new FileInfo($"/proc/self/fd/{file.Descriptor}");
        Assert.EndsWith(" (deleted)", link.LinkTarget, StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(link.FullName));
        file.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void NothingIsWrittenWhereNoFileReaches(bool isPortable)
    {
        Assert.True(isPortable ? MappedFile.TryCreate(Path.GetTempPath(), out var file, out _) : LinuxFile.TryCreate(Path.GetTempPath(), out file, out _));
        Assert.False(file.TryWrite(1L << 62, [1]));
        file.Dispose();
    }

    [Fact]
    public void TooLittleSpaceIsAnErrorThatTellsHowMuchIsFree()
    {
        var error = Assert.Throws<PartimeException>(() => SharedFile.Create(1L << 60, "The board for 7 tasks"));
        Assert.StartsWith("The board for 7 tasks needs 1,152,921,504,606.9 MB", error.Message, StringComparison.Ordinal);
        Assert.Matches(@$"{WorkerHome.Current.MemoryFolder ?? Path.GetTempPath()} has [\d,.]+ MB free", error.Message);
        Assert.Contains("TMPDIR", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AFileGrowsWhileThereIsSpaceAndReportsWhenThereIsNone()
    {
        using var file = SharedFile.Create(0, "A test");
        Assert.True(file.TryReserve(0, Bytes));
        Assert.True(file.TryReserve(Bytes, Bytes));
        Assert.False(file.TryReserve(2 * Bytes, 1L << 60));
        file.Map(Bytes, Bytes)[Bytes - 1] = 1;
    }

    [Fact]
    public void DisposingTwiceClosesNoOtherDescriptor()
    {
        var file = SharedFile.Create(Bytes, "A test");
        file.Dispose();
        Assert.Equal(-1, file.Descriptor);
        file.Dispose();
    }
}
