using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;
using System.Text.RegularExpressions;

namespace Partime.Tool.Installation;

/// <summary>One entry of a package, with a name and a size that are safe to unpack.</summary>
internal sealed class PackageEntry
{
    private const int BufferSize = 80 * 1024;

    private const int FileTypeMask = 0xF000;
    private const int RegularFile = 0x8000;
    private const int SymbolicLink = 0xA000;
    private const int WindowsFolder = 0x10;
    private const int WindowsLink = 0x400;

    private readonly ZipArchiveEntry entry;

    public PackageEntry(ZipArchiveEntry entry)
    {
        this.entry = entry;
        Path = EntryName.ToPath(entry.FullName);
        RequireFile();
        RequirePlausibleRatio();
    }

    public string Path { get; }

    /// <summary>As the archive declares it; <see cref="CopyTo"/> checks it.</summary>
    public long Size => entry.Length;

    /// <exception cref="InvalidDataException">The bytes do not match the size or the checksum in the archive.</exception>
    public void CopyTo(Stream destination)
    {
        // The library checks neither the size nor the checksum.
        var checksum = new Crc32();
        var size = 0L;
        try
        {
            using var content = entry.Open();
            var buffer = new byte[BufferSize];
            for (int read; size <= Size && (read = content.Read(buffer)) > 0; size += read)
            {
                checksum.Append(buffer.AsSpan(0, read));
                destination.Write(buffer, 0, read);
            }
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"its entry {Quoted.Name(Path)} is damaged: {exception.Message.TrimEnd('.')}", exception);
        }
        if (size != Size)
            throw new InvalidDataException($"its entry {Quoted.Name(Path)} does not unpack to the {Size:N0} bytes that it declares");
        if (checksum.GetCurrentHashAsUInt32() != entry.Crc32)
            throw new InvalidDataException($"its entry {Quoted.Name(Path)} is damaged: its checksum does not match");
    }

    private void RequireFile()
    {
        var type = (entry.ExternalAttributes >> 16) & FileTypeMask;
        if (type == SymbolicLink || (entry.ExternalAttributes & WindowsLink) != 0)
            throw new InvalidDataException($"its entry {Quoted.Name(Path)} is a link");
        if ((type != 0 && type != RegularFile) || (entry.ExternalAttributes & WindowsFolder) != 0)
            throw new InvalidDataException($"its entry {Quoted.Name(Path)} is not a regular file");
    }

    private void RequirePlausibleRatio()
    {
        if (Size > PackageLimits.AlwaysPlausibleBytes && Size / PackageLimits.Ratio > entry.CompressedLength)
            throw new InvalidDataException($"its entry {Quoted.Name(Path)} would unpack from {entry.CompressedLength:N0} to {Size:N0} bytes, which suggests a zip bomb");
    }
}

/// <summary>The names of an archive's entries. They become paths on any system, so a name that one system reads differently is refused
/// on all of them.</summary>
internal static partial class EntryName
{
    private static readonly SearchValues<char> ReservedOnWindows = SearchValues.Create("<>:\"|?*");

    /// <summary>The path that the name stands for, relative and with <c>/</c>.</summary>
    /// <exception cref="InvalidDataException">The path leads out of the package, or is not valid everywhere; the message says why.</exception>
    public static string ToPath(string name)
    {
        // Names in packages are escaped as in URLs: %2e%2e means two dots.
        var path = Uri.UnescapeDataString(name);
        Require(path);
        return path;
    }

    /// <exception cref="InvalidDataException">The path leads elsewhere, or is not valid everywhere; the message says why.</exception>
    public static void Require(string path)
    {
        if (Problem(path) is { } problem)
            throw new InvalidDataException($"its entry {Quoted.Name(path)} {problem}");
    }

    /// <summary>Whether a single file or folder can have this name.</summary>
    public static bool IsValid(string name) => !name.Contains('/') && Problem(name) is null;

    private static string? Problem(string path)
    {
        if (path.Any(IsInvisible))
            return "has invisible characters in its name";
        if (path.Contains('\\'))
            return "has a backslash in its name, which separates folders on Windows only";
        if (path.StartsWith('/') || Drive().IsMatch(path))
            return "has an absolute path as its name";
        if (path.EndsWith('/'))
            return "is a folder, and packages contain files only";
        if (Encoding.UTF8.GetByteCount(path) > PackageLimits.PathBytes)
            return $"has a name of more than {PackageLimits.PathBytes} bytes";
        return path.Split('/').Select(ProblemOfPart).FirstOrDefault(problem => problem is not null);
    }

    private static string? ProblemOfPart(string part)
    {
        if (part == "..")
            return "leads out of the package";
        if (part is "" or ".")
            return "has an empty part in its name";
        if (part.AsSpan().ContainsAny(ReservedOnWindows))
            return "has a character in its name that Windows does not allow";
        if (part[^1] is '.' or ' ' || part[0] == ' ')
            return "has a part in its name that starts with a space or ends with a dot or a space";
        if (Device().IsMatch(part))
            return "has the name of a Windows device";
        return Encoding.UTF8.GetByteCount(part) > PackageLimits.NameBytes ? $"has a part in its name of more than {PackageLimits.NameBytes} bytes" : null;
    }

    /// <summary>Control characters, characters without width, and those that change the writing direction.</summary>
    private static bool IsInvisible(char character) =>
        char.GetUnicodeCategory(character) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    [GeneratedRegex("^[A-Za-z]:")]
    private static partial Regex Drive();

    /// <summary>With any extension: <c>nul.dll</c> is the device too.</summary>
    [GeneratedRegex(@"^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³]) *(\.|$)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Device();
}

/// <summary>The files of an archive as a tree of folders. Two names that differ only in case are the same on some systems.</summary>
internal sealed class EntryTree
{
    private readonly Dictionary<string, string> files = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> folders = new(StringComparer.OrdinalIgnoreCase);

    /// <exception cref="InvalidDataException">Another file or folder has the same path on some system.</exception>
    public void Add(string path)
    {
        if (files.TryGetValue(path, out var other))
            throw new InvalidDataException(other == path
                ? $"it has two entries {Quoted.Name(path)}"
                : $"its entries {Quoted.Name(other)} and {Quoted.Name(path)} are the same file on systems that ignore case");
        if (folders.TryGetValue(path, out other))
            throw BothFileAndFolder(path, other);
        files.Add(path, path);

        for (var end = path.LastIndexOf('/'); end > 0; end = path.LastIndexOf('/', end - 1))
        {
            var folder = path[..end];
            if (files.TryGetValue(folder, out other))
                throw BothFileAndFolder(other, path);
            if (folders.TryAdd(folder, path))
                continue;
            if (!folders[folder].StartsWith(folder + "/", StringComparison.Ordinal))
                throw new InvalidDataException($"its entries {Quoted.Name(folders[folder])} and {Quoted.Name(path)} are in the same folder on systems that ignore case");
            break;
        }
    }

    private static InvalidDataException BothFileAndFolder(string file, string below) =>
        new($"its entry {Quoted.Name(file)} is a file, and {Quoted.Name(below)} needs a folder of that name");
}

/// <summary>Quotes a name for a message, shortened if it is long.</summary>
internal static class Quoted
{
    private const int MaxLength = 120;

    public static string Name(string name) => name.Length <= MaxLength ? $"'{name}'" : $"'{name[..MaxLength]}…'";
}
