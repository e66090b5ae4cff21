using System.IO.Compression;
using System.Security.Cryptography;

namespace Partime.Tool.Installation;

/// <summary>A plugin's package. <see cref="Open"/> checks everything in it and writes nothing.</summary>
internal sealed class PluginPackage : IDisposable
{
    private const string PluginFolder = "plugin/";

    private readonly FileStream file;
    private readonly ZipArchive archive;
    private readonly List<PackageEntry> entries;

    private PluginPackage(FileStream file)
    {
        this.file = file;
        ZipHeaders.Check(file);
        Sha512 = Hash(file);
        archive = OpenArchive(file);
        entries = [.. archive.Entries.Select(entry => new PackageEntry(entry))];
        RequireOneTree();
        RequireSize();
        (Id, Version) = ReadNuspec();
        entries.ForEach(entry => entry.CopyTo(Stream.Null));
        entries.RemoveAll(entry => !entry.Path.StartsWith(PluginFolder, StringComparison.Ordinal));
        Files = [.. entries.Select(PathInPlugin)];
        if (Files.Count == 0)
            throw new InvalidDataException($"it has no folder {PluginFolder} with a plugin's files");
    }

    public string Id { get; }

    /// <summary>Normalized.</summary>
    public string Version { get; }

    /// <summary>Of the whole file, in base64.</summary>
    public string Sha512 { get; }

    /// <summary>The paths below <c>plugin/</c>, with <c>/</c> between folders.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <exception cref="PartimeException">The file does not exist or is refused; the message says why.</exception>
    public static PluginPackage Open(string path)
    {
        var file = OpenFile(path);
        try
        {
            return new PluginPackage(file);
        }
        catch (InvalidDataException exception)
        {
            file.Dispose();
            throw Refused(path, exception);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Writes the plugin's files into a folder that does not exist yet or is empty. No file is executable, because loading code
    /// does not need that, and only the owner may write to them.</summary>
    public void ExtractTo(string folder)
    {
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
            throw new InvalidOperationException($"{folder} is not empty.");
        try
        {
            Folders.Create(folder);
            foreach (var entry in entries)
                Extract(entry, Path.Combine(folder, PathInPlugin(entry)));
        }
        catch (InvalidDataException exception)
        {
            // Open has read everything, so another program has changed the file since.
            throw Refused(file.Name, exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PartimeException($"{file.Name} cannot be unpacked into {folder}: {exception.Message}", exception);
        }
    }

    public void Dispose()
    {
        archive.Dispose();
        file.Dispose();
    }

    private static FileStream OpenFile(string path)
    {
        if (Directory.Exists(path))
            throw new PartimeException($"{path} is a folder and not a package: name a file that ends with .nupkg.");
        try
        {
            // Pipes and devices have the length 0, and reading one may never end.
            if ((File.ResolveLinkTarget(path, returnFinalTarget: true) ?? new FileInfo(path)) is FileInfo { Exists: true, Length: 0 })
                throw new PartimeException($"{path} is refused: it is not a zip archive but an empty file, a pipe or a device.");
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new PartimeException($"The file {path} does not exist: name a file that ends with .nupkg.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PartimeException($"{path} cannot be read: {exception.Message}", exception);
        }
    }

    private static ZipArchive OpenArchive(FileStream file)
    {
        try
        {
            var archive = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
            // The property reads the list when it is first used.
            _ = archive.Entries;
            return archive;
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"its list of entries cannot be read: {exception.Message.TrimEnd('.')}", exception);
        }
    }

    private static string Hash(FileStream file)
    {
        file.Position = 0;
        return Convert.ToBase64String(SHA512.HashData(file));
    }

    private static PartimeException Refused(string path, Exception reason) => new($"{path} is refused: {reason.Message}.", reason);

    private static void Extract(PackageEntry entry, string path)
    {
        Folders.Create(Path.GetDirectoryName(path)!);
        using var content = new FileStream(path, Folders.NewFile);
        entry.CopyTo(content);
    }

    private static string PathInPlugin(PackageEntry entry) => entry.Path[PluginFolder.Length..];

    private void RequireOneTree()
    {
        var tree = new EntryTree();
        foreach (var entry in entries)
            tree.Add(entry.Path);
    }

    private void RequireSize()
    {
        var size = entries.Sum(entry => entry.Size);
        if (size > PackageLimits.Bytes)
            throw new InvalidDataException($"it would unpack to {size:N0} bytes, and the limit is {PackageLimits.Bytes:N0}");
    }

    private Nuspec ReadNuspec()
    {
        var found = entries.FindAll(entry => !entry.Path.Contains('/') && entry.Path.EndsWith(Nuspec.Extension, StringComparison.OrdinalIgnoreCase));
        if (found.Count != 1)
            throw new InvalidDataException(found.Count == 0
                ? $"it is a zip archive and not a package: it has no {Nuspec.Extension}"
                : $"it has {found.Count} {Nuspec.Extension} files, and a package has one");
        if (found[0].Size > PackageLimits.NuspecBytes)
            throw new InvalidDataException($"its {Nuspec.Extension} has {found[0].Size:N0} bytes, and the limit is {PackageLimits.NuspecBytes:N0}");

        var content = new MemoryStream();
        found[0].CopyTo(content);
        content.Position = 0;
        return Nuspec.Read(content);
    }
}

/// <summary>The limits of a plugin's package. Real plugins are far below them, even with dependencies and native libraries.</summary>
internal static class PackageLimits
{
    public const int Entries = 10_000;

    /// <summary>Of the archive, and of all its unpacked files together.</summary>
    public const long Bytes = 1L << 30;

    /// <summary>A file up to this size may have any compression ratio, because it cannot fill a disk.</summary>
    public const long AlwaysPlausibleBytes = 16 << 20;

    /// <summary>The highest compression ratio. Code and text have about 3, seldom 10.</summary>
    public const int Ratio = 100;

    /// <summary>Far more than real ones have. A hostile one could be slow to read.</summary>
    public const int NuspecBytes = 64 << 10;

    /// <summary>Of the headers of all entries, which are read into memory.</summary>
    public const int DirectoryBytes = 16 << 20;

    /// <summary>Every file system in use takes this many in the name of one file.</summary>
    public const int NameBytes = 255;

    /// <summary>Leaves room for the path of the plugin's folder: the system's limit is 4096 on Linux and 1024 on macOS.</summary>
    public const int PathBytes = 512;

    public const int VersionLength = 64;
}
