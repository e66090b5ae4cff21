using System.IO.Compression;
using System.Security.Cryptography;

namespace Partime.Tool.Installation;

/// <summary>A plugin's package, opened and checked as an archive: everything that can be wrong with it is refused by
/// <see cref="Open"/>, which writes nothing.</summary>
internal sealed class PluginPackage : IDisposable
{
    private const string PluginFolder = "plugin/";

    private readonly FileStream file;
    private readonly ZipArchive archive;
    private readonly List<PackedFile> packed;

    private PluginPackage(FileStream file)
    {
        this.file = file;
        ZipHeaders.Check(file);
        Sha512 = Hash(file);
        archive = OpenArchive(file);
        packed = [.. archive.Entries.Select(entry => new PackedFile(entry))];
        RequireOneTree();
        RequireRoom();
        (Id, Version) = ReadNuspec();
        packed.ForEach(entry => entry.CopyTo(Stream.Null));
        packed.RemoveAll(entry => !entry.Path.StartsWith(PluginFolder, StringComparison.Ordinal));
        Files = [.. packed.Select(PathInPlugin)];
        if (Files.Count == 0)
            throw new InvalidDataException($"it has no folder {PluginFolder}, where a plugin's files are");
    }

    public string Id { get; }

    /// <summary>Normalized.</summary>
    public string Version { get; }

    /// <summary>Of the whole file, in base 64.</summary>
    public string Sha512 { get; }

    /// <summary>The paths below <c>plugin/</c>, with <c>/</c> between folders.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <exception cref="PartimeException">There is no such file, or it is refused; the message says why.</exception>
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

    /// <summary>Writes the plugin's files into a folder that does not exist yet or is empty. They are for reading: what is loaded as
    /// code needs no right of execution, and nobody else may write to them.</summary>
    public void ExtractTo(string folder)
    {
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
            throw new InvalidOperationException($"{folder} is not empty.");
        try
        {
            PluginFolders.Create(folder);
            foreach (var entry in packed)
                Extract(entry, Path.Combine(folder, PathInPlugin(entry)));
        }
        catch (InvalidDataException exception)
        {
            // Open has read it all: somebody has changed the file since.
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
            throw new PartimeException($"{path} is a folder and no package: name a file that ends with .nupkg.");
        try
        {
            // Pipes and devices have no length, and reading one might never end.
            if (new FileInfo(path) is { Exists: true, Length: 0 })
                throw new PartimeException($"{path} is refused: it is no zip archive, as every package is, but empty, or a pipe or a device.");
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new PartimeException($"There is no file {path}: name a file that ends with .nupkg.", exception);
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
            // Read when they are first asked for.
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

    private static void Extract(PackedFile entry, string path)
    {
        PluginFolders.Create(Path.GetDirectoryName(path)!);
        using var content = new FileStream(path, PluginFolders.NewFile);
        entry.CopyTo(content);
    }

    private static string PathInPlugin(PackedFile entry) => entry.Path[PluginFolder.Length..];

    private void RequireOneTree()
    {
        var tree = new EntryTree();
        foreach (var entry in packed)
            tree.Add(entry.Path);
    }

    private void RequireRoom()
    {
        var size = packed.Sum(entry => entry.Size);
        if (size > PackageLimits.Bytes)
            throw new InvalidDataException($"it would unpack to {size:N0} bytes, and partime unpacks no more than {PackageLimits.Bytes:N0}");
    }

    private Nuspec ReadNuspec()
    {
        var found = packed.FindAll(entry => !entry.Path.Contains('/') && entry.Path.EndsWith(Nuspec.Extension, StringComparison.OrdinalIgnoreCase));
        if (found.Count != 1)
            throw new InvalidDataException(found.Count == 0
                ? $"it is a zip archive but no package, as it has no {Nuspec.Extension}"
                : $"it has {found.Count} files {Nuspec.Extension}, and a package has one");
        if (found[0].Size > PackageLimits.NuspecBytes)
            throw new InvalidDataException($"its {Nuspec.Extension} has {found[0].Size:N0} bytes, and partime reads no more than {PackageLimits.NuspecBytes:N0}");

        var content = new MemoryStream();
        found[0].CopyTo(content);
        content.Position = 0;
        return Nuspec.Read(content);
    }
}
