using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Metadata;
using Microsoft.Win32.SafeHandles;

namespace Partime.Tool.Plugins;

/// <summary>What an assembly says about itself and its types. None of its code is loaded.</summary>
internal static class AssemblyMetadata
{
    /// <summary>More than compilers write before the code.</summary>
    private const int HeaderBytes = 4096;

    private static readonly Assembly Tool = typeof(AssemblyMetadata).Assembly;

    /// <param name="path">The assembly.</param>
    /// <param name="read">Takes from it what is needed, while it is there.</param>
    /// <returns><see langword="null"/> for a file that is no .NET assembly.</returns>
    public static unsafe T? Read<T>(PluginPath path, Func<MetadataReader, T> read) where T : class
    {
        // In memory already, and 2 MB in the file.
        if (path.Actual == Tool.Location && Tool.TryGetRawMetadata(out var own, out var length))
            return read(new MetadataReader(own, length));
        using var file = File.OpenHandle(path.Actual);
        if (Find(file) is not { } metadata)
            return null;
        fixed (byte* start = metadata)
            return read(new MetadataReader(start, metadata.Length));
    }

    /// <summary>The metadata of an image, as ECMA-335 II.25 places it:
    /// <code>
    ///   DOS header ─► PE header ─► 15th directory ─► CLI header ─► metadata
    ///                     └ sections: which part of the file is at which address
    /// </code>
    /// .NET's <c>PEReader</c> finds it too, with lists of structures that are compiled at every start: 4 ms.</summary>
    private static byte[]? Find(SafeFileHandle file)
    {
        try
        {
            var image = Bytes(file, 0, HeaderBytes).AsSpan();
            if (!image.StartsWith("MZ"u8))
                return null;
            var pe = image[Number(image, 0x3c)..];
            if (!pe.StartsWith("PE\0\0"u8))
                return null;
            var options = pe[24..];
            var sections = BinaryPrimitives.ReadUInt16LittleEndian(pe[6..]);
            var directories = options[(BinaryPrimitives.ReadUInt16LittleEndian(options) == 0x20b ? 112 : 96)..];
            var table = options[BinaryPrimitives.ReadUInt16LittleEndian(pe[20..])..];
            if (Number(directories, 14 * 8) is not (> 0 and var cliAddress) || OffsetOf(cliAddress, table, sections) is not { } cliAt)
                return null;
            var cli = Bytes(file, cliAt, 16);
            var count = Number(cli, 12);
            return count > 0 && OffsetOf(Number(cli, 8), table, sections) is { } at && (long)at + count <= RandomAccess.GetLength(file) ? Bytes(file, at, count) : null;
        }
        catch (Exception exception) when (exception is ArgumentException or OverflowException)
        {
            throw new BadImageFormatException("Its headers are damaged.", exception);
        }
    }

    private static int? OffsetOf(int address, ReadOnlySpan<byte> table, int sections)
    {
        for (; sections > 0; sections--, table = table[40..])
            if (address - Number(table, 12) is >= 0 and var inside && inside < Number(table, 16))
                return Number(table, 20) + inside;
        return null;
    }

    private static int Number(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadInt32LittleEndian(bytes[at..]);

    private static byte[] Bytes(SafeFileHandle file, int at, int count)
    {
        var bytes = new byte[count];
        _ = RandomAccess.Read(file, bytes, at);
        return bytes;
    }
}
