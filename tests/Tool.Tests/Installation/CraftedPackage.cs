namespace Partime.Tool.Tests.Installation;

/// <summary>Writes archives byte by byte, as no proper program would.</summary>
internal static class CraftedPackage
{
    public static readonly CraftedEntry Manifest = ManifestOf("Word.Count", "1.2.3");

    public static readonly CraftedEntry Assembly = new("plugin/WordCount.dll", "an assembly");

    public static CraftedEntry ManifestOf(string id, string version, string types = """<packageTypes><packageType name="PartimePlugin" /></packageTypes>""") => new("plugin.nuspec", $"""
        <?xml version="1.0" encoding="utf-8"?>
        <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
          <metadata><id>{id}</id><version>{version}</version><authors>somebody</authors><description>Counts.</description>{types}</metadata>
        </package>
        """);

    /// <summary>A proper package, but for these entries.</summary>
    public static byte[] With(params CraftedEntry[] more) => Of([Manifest, Assembly, .. more]);

    public static byte[] Of(params CraftedEntry[] entries)
    {
        var archive = new MemoryStream();
        using var writer = new BinaryWriter(archive);
        var offsets = new List<uint>();
        foreach (var entry in entries)
        {
            offsets.Add(entry.SharesWith is { } other ? offsets[other] : (uint)archive.Position);
            if (entry.SharesWith is null)
                WriteLocal(writer, entry);
        }
        var start = (uint)archive.Position;
        for (var i = 0; i < entries.Length; i++)
            WriteDirectory(writer, entries[i], offsets[i]);
        WriteEnd(writer, entries.Length, start);
        return archive.ToArray();
    }

    private static void WriteLocal(BinaryWriter writer, CraftedEntry entry)
    {
        var name = entry.LocalName ?? entry.Name;
        writer.Write(0x04034b50);
        writer.Write((ushort)20);
        WriteCommon(writer, entry, entry.LocalSize ?? entry.Size);
        writer.Write((ushort)name.Length);
        writer.Write((ushort)0);
        writer.Write(name);
        writer.Write(entry.Packed);
    }

    private static void WriteDirectory(BinaryWriter writer, CraftedEntry entry, uint offset)
    {
        writer.Write(0x02014b50);
        writer.Write((ushort)(3 << 8 | 20));
        writer.Write((ushort)20);
        WriteCommon(writer, entry, entry.Size);
        writer.Write((ushort)entry.Name.Length);
        writer.Write(new byte[8]);
        writer.Write(entry.Attributes);
        writer.Write(offset);
        writer.Write(entry.Name);
    }

    private static void WriteCommon(BinaryWriter writer, CraftedEntry entry, uint size)
    {
        writer.Write(entry.Flags);
        writer.Write(entry.Method);
        writer.Write(0);
        writer.Write(entry.Crc);
        writer.Write((uint)entry.Packed.Length);
        writer.Write(size);
    }

    private static void WriteEnd(BinaryWriter writer, int entries, uint start)
    {
        var size = (uint)writer.BaseStream.Position - start;
        writer.Write(0x06054b50);
        writer.Write(0);
        writer.Write((ushort)entries);
        writer.Write((ushort)entries);
        writer.Write(size);
        writer.Write(start);
        writer.Write((ushort)0);
    }
}
