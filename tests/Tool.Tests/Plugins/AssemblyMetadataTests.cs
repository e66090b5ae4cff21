using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Partime.Tool.Plugins;

namespace Partime.Tool.Tests.Plugins;

public sealed class AssemblyMetadataTests
{
    private static readonly string Contract = typeof(IWorkload).Assembly.Location;

    /// <summary>Those of .NET are compiled ahead of time, and those here are not.</summary>
    [Fact]
    public void ItIsFoundWhereTheLibraryFindsIt()
    {
        string[] folders = [AppContext.BaseDirectory, Path.GetDirectoryName(typeof(object).Assembly.Location)!];
        var found = 0;
        foreach (var path in folders.SelectMany(folder => Directory.GetFiles(folder, "*.dll")))
        {
            using var image = new PEReader(File.OpenRead(path));
            Assert.Equal(image.HasMetadata ? Identity(image.GetMetadataReader()) : null, AssemblyMetadata.Read(path, Identity));
            found++;
        }
        Assert.InRange(found, 100, int.MaxValue);
    }

    [Fact]
    public void ThatOfTheToolIsInMemory() =>
        Assert.Equal(typeof(AssemblyMetadata).Module.ModuleVersionId.ToString(), AssemblyMetadata.Read(typeof(AssemblyMetadata).Assembly.Location, Identity));

    [Fact]
    public void DamagedHeadersAreNoAssembly()
    {
        using var folder = new TemporaryFolder();
        var whole = File.ReadAllBytes(Contract);
        var sizes = Enumerable.Range(0, 600).Append(whole.Length / 2);
        Assert.All(sizes, size => AssertNone(whole[..size]));
        // Each number of the headers, as it would be if it were negative or far too large.
        for (var at = 0x3c; at < 0x200; at += 4)
            foreach (var number in (int[])[int.MinValue, -1, int.MaxValue])
            {
                var damaged = (byte[])whole.Clone();
                BitConverter.GetBytes(number).CopyTo(damaged, at);
                Try(damaged);
            }

        void AssertNone(byte[] image) => Assert.Null(Try(image));

        string? Try(byte[] image)
        {
            File.WriteAllBytes(folder["damaged.dll"], image);
            try
            {
                return AssemblyMetadata.Read(folder["damaged.dll"], Identity);
            }
            catch (BadImageFormatException)
            {
                return null;
            }
        }
    }

    private static string Identity(MetadataReader metadata) => metadata.GetGuid(metadata.GetModuleDefinition().Mvid).ToString();
}
