using Partime.Tool.Plugins;

namespace Partime.Tool.Installation;

/// <summary>A file of a plugin.</summary>
/// <param name="Path">Relative to the plugin's folder, with <c>/</c>.</param>
/// <param name="Length">In bytes.</param>
/// <param name="Sha512">In base64, as in a lock file.</param>
internal sealed record ManifestFile(string Path, long Length, string Sha512);

/// <summary>All files of a plugin, as a session tells them to a node. Names and sizes have been checked.</summary>
internal sealed record PluginManifest
{
    /// <summary>Of one plugin.</summary>
    public const long MaxBytes = 512 << 20;

    private const int HashBytes = 64;
    private const int NameDigits = 32;

    /// <exception cref="InvalidDataException">No folder on any system could have these files, or they are too many or too large; the message says why.</exception>
    private PluginManifest(IReadOnlyList<ManifestFile> files)
    {
        Files = files;
        var tree = new EntryTree();
        foreach (var file in files)
        {
            EntryName.Require(file.Path);
            tree.Add(file.Path);
            if (file.Length < 0 || (Bytes += Math.Min(file.Length, MaxBytes + 1)) > MaxBytes)
                throw new InvalidDataException($"it has more than {MaxBytes >> 20} MiB");
        }
        if (files.Count is 0 or > PackageLimits.Entries)
            throw new InvalidDataException($"it has {files.Count:N0} files, and may have 1 to {PackageLimits.Entries:N0}");
    }

    public IReadOnlyList<ManifestFile> Files { get; }

    public long Bytes { get; }

    /// <summary>One hash for all of it, in base64.</summary>
    public string Sha512 => field ??= ToFiles().Sha512;

    /// <summary>The first digits of that hash, as the name of a folder.</summary>
    public string Name => HexDigits.Of(Convert.FromBase64String(Sha512), NameDigits);

    public PluginFiles ToFiles() => new([.. Files.Select(file => (file.Path, file.Sha512))]);

    /// <param name="folder">The plugin's folder.</param>
    /// <param name="shown">The folder's name in messages.</param>
    /// <exception cref="PartimeException">It cannot be sent; the message says why.</exception>
    public static PluginManifest Of(string folder, string shown)
    {
        try
        {
            // Before anything is read: a home folder that also contains a plugin would take minutes.
            var contents = FolderContents.Read(folder, PackageLimits.Entries, MaxBytes)
                ?? throw new InvalidDataException($"it has more than {PackageLimits.Entries:N0} files or {MaxBytes >> 20} MiB, or a link that leads out of it");
            if (contents.Links.Count > 0)
                throw new InvalidDataException($"{contents.Links[0].Name} in it is a link");
            return new PluginManifest([.. FileHashes.Of(folder).Select(file => new ManifestFile(file.Path, LengthOf(Path.Combine(folder, file.Path)), file.Sha512))]);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new PartimeException($"The plugin in {shown} cannot be sent to nodes: {exception.Message.TrimEnd('.')}. Install it on the nodes.", exception);
        }
    }

    public byte[] ToBytes()
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        foreach (var file in Files)
        {
            writer.Write(file.Path);
            writer.Write(file.Length);
            writer.Write(Convert.FromBase64String(file.Sha512));
        }
        writer.Flush();
        return bytes.ToArray();
    }

    /// <exception cref="InvalidDataException">It is no manifest, or one that is refused; the message says why.</exception>
    public static PluginManifest Read(byte[] manifest)
    {
        try
        {
            using var bytes = new MemoryStream(manifest, writable: false);
            using var reader = new BinaryReader(bytes);
            var files = new List<ManifestFile>();
            while (bytes.Position < bytes.Length)
                files.Add(new ManifestFile(reader.ReadString(), reader.ReadInt64(), Convert.ToBase64String(reader.ReadBytes(HashBytes) is { Length: HashBytes } hash ? hash : throw new EndOfStreamException())));
            return new PluginManifest(files);
        }
        catch (Exception exception) when (exception is IOException or FormatException or ArgumentException)
        {
            throw new InvalidDataException("its list of files is damaged", exception);
        }
    }

    /// <summary>A link to a file counts as that file, as it does when files are hashed.</summary>
    private static long LengthOf(string path) =>
        new FileInfo(path) is { LinkTarget: null } file ? file.Length : ((FileInfo)File.ResolveLinkTarget(path, returnFinalTarget: true)!).Length;
}
