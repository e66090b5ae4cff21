using System.IO.Compression;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace Partime.EndToEnd.Tests;

/// <summary>A package, opened as the archive that it is.</summary>
internal sealed class Package(string path)
{
    /// <summary>What somebody has put there; the format's own parts have names that nobody chooses.</summary>
    public IReadOnlyList<string> Files
    {
        get
        {
            using var archive = ZipFile.OpenRead(path);
            return [.. archive.Entries
                .Select(entry => entry.FullName)
                .Where(name => !name.StartsWith("_rels/", StringComparison.Ordinal) && !name.StartsWith("package/", StringComparison.Ordinal) && name != "[Content_Types].xml")
                .Order(StringComparer.Ordinal)];
        }
    }

    public XElement Xml(string file) => XDocument.Load(Read(file)).Root!;

    public string Text(string file) => new StreamReader(Read(file)).ReadToEnd();

    public PEReader Assembly(string file) => new(Read(file));

    private MemoryStream Read(string file)
    {
        using var archive = ZipFile.OpenRead(path);
        using var entry = archive.GetEntry(file)!.Open();
        var content = new MemoryStream();
        entry.CopyTo(content);
        content.Position = 0;
        return content;
    }
}
