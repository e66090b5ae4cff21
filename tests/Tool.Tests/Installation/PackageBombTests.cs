using System.Text;
using Partime.Tool.Installation;

namespace Partime.Tool.Tests.Installation;

/// <summary>Small archives that would fill a disk.</summary>
public sealed class PackageBombTests
{
    private const int Megabyte = 1 << 20;

    [Fact]
    public void ALargeFileOfZerosIsRefused() =>
        Assert.Contains("which suggests a zip bomb", PackageFile.RefusalOf(CraftedPackage.With(Zeros(17 * Megabyte))), StringComparison.Ordinal);

    [Fact]
    public void ASmallFileOfZerosIsAccepted()
    {
        using var file = new PackageFile(CraftedPackage.With(Zeros(16 * Megabyte)));
        using var package = PluginPackage.Open(file.Path);
        package.ExtractTo(file.Target);

        Assert.Equal(16 * Megabyte, new FileInfo(Path.Combine(file.Target, "zeros0")).Length);
    }

    [Fact]
    public void AFileIsUnpackedOnlyToItsDeclaredSize()
    {
        var bomb = Zeros(64 * Megabyte) with { Size = 1000 };
        Assert.Contains("is damaged", PackageFile.RefusalOf(CraftedPackage.With(bomb)), StringComparison.Ordinal);
    }

    [Fact]
    public void ManyFilesThatAreTogetherTooLargeAreRefused()
    {
        var zeros = Zeros(16 * Megabyte);
        var many = Enumerable.Range(0, 65).Select(number => zeros with { Name = Encoding.UTF8.GetBytes($"plugin/zeros{number}") });
        Assert.Contains("it would unpack to 1,0", PackageFile.RefusalOf(CraftedPackage.With([.. many])), StringComparison.Ordinal);
    }

    [Fact]
    public void TooManyEntriesAreRefusedBeforeAnyIsRead()
    {
        var empty = new CraftedEntry("", "").Stored();
        var entries = Enumerable.Range(0, 10_001).Select(number => empty with { Name = Encoding.UTF8.GetBytes($"plugin/{number}") });
        Assert.Contains("it has 10,001 entries", PackageFile.RefusalOf(CraftedPackage.Of([.. entries])), StringComparison.Ordinal);
    }

    [Fact]
    public void AnEndlessListOfEntriesIsRefused()
    {
        var name = new byte[60_000];
        Array.Fill(name, (byte)'x');
        var entries = Enumerable.Repeat(new CraftedEntry(name, [], []) { SharesWith = 0 }, 300);
        Assert.Contains("its list of entries has", PackageFile.RefusalOf(CraftedPackage.Of([CraftedPackage.Manifest, .. entries])), StringComparison.Ordinal);
    }

    [Fact]
    public void AFileAboveTheLimitIsNotRead()
    {
        using var file = new PackageFile(CraftedPackage.With());
        using (var large = File.OpenWrite(file.Path))
            large.SetLength((1L << 30) + 1);
        Assert.Contains("1,073,741,825 bytes", file.Refusal(), StringComparison.Ordinal);
    }

    private static CraftedEntry Zeros(int bytes) => new("plugin/zeros0", new byte[bytes]);
}
