using System.IO.Compression;
using System.Text;
using Partime.Tool.Installation;

namespace Partime.Tool.Tests.Installation;

/// <summary>Archives that are damaged, or say of themselves what is not so.</summary>
public sealed class PackageArchiveTests
{
    private static readonly byte[] Proper = CraftedPackage.With();

    [Theory]
    [InlineData("")]
    [InlineData("P")]
    [InlineData("This is an HTML page that a proxy sent instead of the package, or something like that.")]
    public void AFileThatIsNotAZipArchiveIsRefused(string content) =>
        Assert.Contains("it is not a zip archive", PackageFile.RefusalOf(Encoding.UTF8.GetBytes(content)), StringComparison.Ordinal);

    [Fact]
    public void ATruncatedArchiveIsRefused()
    {
        for (var length = 2; length < Proper.Length; length += 7)
            Assert.Contains("it is truncated", PackageFile.RefusalOf(Proper[..length]), StringComparison.Ordinal);
        Assert.Contains("it is truncated", PackageFile.RefusalOf(Proper[..^1]), StringComparison.Ordinal);
    }

    [Fact]
    public void AnArchiveWithExtraBytesAtItsEndIsRefused()
    {
        Assert.Contains("has extra bytes at its end", PackageFile.RefusalOf([.. Proper, 0]), StringComparison.Ordinal);
        Assert.Contains("has extra bytes at its end", PackageFile.RefusalOf([.. Proper[..^2], 2, 0, .. "hi"u8]), StringComparison.Ordinal);
    }

    [Fact]
    public void AnArchiveAfterAnotherArchiveIsRefused() => PackageFile.RefusalOf([.. Proper, .. Proper]);

    [Fact]
    public void AnArchiveAfterOtherBytesIsRefused() =>
        Assert.Contains("not where it should be", PackageFile.RefusalOf([.. "#!/bin/sh\n"u8, .. Proper]), StringComparison.Ordinal);

    /// <summary>Whatever a broken disk or an attacker changes: it is refused in a sentence, or nothing depended on it.</summary>
    [Fact]
    public void EveryChangedByteIsRefusedOrMakesNoDifference()
    {
        var unnoticed = 0;
        for (var at = 0; at < Proper.Length; at++)
        {
            var changed = Proper.ToArray();
            changed[at] ^= 0x55;
            using var file = new PackageFile(changed);
            try
            {
                using var package = PluginPackage.Open(file.Path);
                package.ExtractTo(file.Target);
                Assert.Equal("an assembly", File.ReadAllText(Path.Combine(file.Target, "WordCount.dll")));
                unnoticed++;
            }
            catch (PartimeException refusal)
            {
                Assert.True(refusal.Message.StartsWith($"{file.Path} is refused: it", StringComparison.Ordinal), $"at {at}: {refusal.InnerException}");
            }
        }
        // Dates, versions of the format, and the like.
        Assert.InRange(unnoticed, 1, 80);
    }

    [Theory]
    [InlineData(0xA1FF0000)]
    [InlineData(0x00000400)]
    public void ALinkIsRefused(uint attributes) =>
        Assert.Contains("'plugin/link' is a link", RefusalOf(new CraftedEntry("plugin/link", "/etc/passwd") { Attributes = attributes }), StringComparison.Ordinal);

    [Theory]
    [InlineData(0x41ED0000)]
    [InlineData(0x61B60000)]
    [InlineData(0x21B60000)]
    [InlineData(0x11B60000)]
    [InlineData(0xC1B60000)]
    [InlineData(0x00000010)]
    public void AFolderADeviceAPipeOrASocketIsRefused(uint attributes) =>
        Assert.Contains("is not a regular file", RefusalOf(new CraftedEntry("plugin/thing", "") { Attributes = attributes }), StringComparison.Ordinal);

    [Theory]
    [InlineData(1)]
    [InlineData(1 | 1 << 6)]
    [InlineData(1 << 13)]
    public void AnEncryptedEntryIsRefused(int flags) =>
        Assert.Contains("is encrypted", RefusalOf(CraftedPackage.Assembly with { Name = "plugin/a"u8.ToArray(), Flags = (ushort)flags }), StringComparison.Ordinal);

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    [InlineData(12)]
    [InlineData(99)]
    public void AnUnusualCompressionIsRefused(int method) =>
        Assert.Contains($"({method})", RefusalOf(new CraftedEntry("plugin/a", "a") { Method = (ushort)method }), StringComparison.Ordinal);

    [Fact]
    public void AWrongChecksumIsRefused()
    {
        Assert.Contains("'plugin/a' is damaged: its checksum does not match", RefusalOf(new CraftedEntry("plugin/a", "a") { Crc = 1 }), StringComparison.Ordinal);
        Assert.Contains("'readme.txt' is damaged", RefusalOf(new CraftedEntry("readme.txt", "a") { Crc = 1 }), StringComparison.Ordinal);
    }

    [Fact]
    public void CompressedBytesThatAreDamagedAreRefused()
    {
        var entry = new CraftedEntry("plugin/a", "some text to pack");
        Assert.Contains("'plugin/a' is damaged", RefusalOf(entry with { Packed = [.. entry.Packed.Select(value => (byte)~value)] }), StringComparison.Ordinal);
        Assert.Contains("'plugin/a' ", RefusalOf(entry with { Packed = entry.Packed[..5] }), StringComparison.Ordinal);
    }

    [Fact]
    public void AnEntryOfAnotherSizeThanDeclaredIsRefused()
    {
        var entry = new CraftedEntry("plugin/a", "some text to pack");
        Assert.Contains("does not unpack to the 100 bytes", RefusalOf(entry with { Size = 100 }), StringComparison.Ordinal);
        Assert.Contains("is damaged", RefusalOf(entry with { Size = 4 }), StringComparison.Ordinal);
        Assert.Contains("has two different sizes", RefusalOf(entry.Stored() with { Size = 4 }), StringComparison.Ordinal);
        Assert.Contains("has two different sizes", RefusalOf(entry.Stored() with { Size = 100 }), StringComparison.Ordinal);
    }

    [Fact]
    public void AnEntryWithTwoNamesIsRefused() =>
        Assert.Contains("its two headers of the entry 'plugin/a' differ", RefusalOf(new CraftedEntry("plugin/a", "a") { LocalName = "plugin/b"u8.ToArray() }), StringComparison.Ordinal);

    [Fact]
    public void AnEntryWithTwoSizesInItsHeadersIsRefused() =>
        Assert.Contains("its two headers of the entry 'plugin/a' differ", RefusalOf(new CraftedEntry("plugin/a", "a") { LocalSize = 1_000_000 }), StringComparison.Ordinal);

    [Fact]
    public void EntriesThatShareTheirBytesAreRefused()
    {
        var bytes = CraftedPackage.Assembly;
        Assert.Contains("overlaps the next one", RefusalOf(bytes with { SharesWith = 1 }), StringComparison.Ordinal);
    }

    [Fact]
    public void AnArchiveWrittenAsAStreamIsAccepted()
    {
        using var file = new PackageFile(Streamed());
        using var package = PluginPackage.Open(file.Path);

        Assert.Equal(["WordCount.dll"], package.Files);
    }

    private static byte[] Streamed()
    {
        using var archive = new MemoryStream();
        using (var forwardOnly = new GZipStream(archive, CompressionLevel.NoCompression, leaveOpen: true))
        using (var zip = new ZipArchive(forwardOnly, ZipArchiveMode.Create))
        {
            foreach (var entry in new[] { CraftedPackage.Manifest, CraftedPackage.Assembly })
            {
                using var content = zip.CreateEntry(Encoding.UTF8.GetString(entry.Name)).Open();
                content.Write(entry.Bytes);
            }
        }
        archive.Position = 0;
        using var unpacked = new GZipStream(archive, CompressionMode.Decompress);
        using var copy = new MemoryStream();
        unpacked.CopyTo(copy);
        return copy.ToArray();
    }

    private static string RefusalOf(CraftedEntry entry) => PackageFile.RefusalOf(CraftedPackage.With(entry));
}
