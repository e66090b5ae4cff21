using System.Security.Cryptography;
using System.Text;

namespace Partime.Tool.Plugins;

/// <summary>What a plugin's folder holds, so that somebody can tell later whether it was the same.</summary>
internal static class FileHashes
{
    /// <summary>Somebody's home folder with a plugin lying in it would keep the disk busy for minutes.</summary>
    private const int MostFiles = 20_000;

    private const int DigestLength = 16;

    private static readonly string[] CodeExtensions = [".dll", ".so", ".dylib", ".deps.json", ".runtimeconfig.json"];

    /// <summary>The SHA-512, in base64, of every file in the folder and those below. Paths are relative, with <c>/</c> between the
    /// parts, and in ordinal order.</summary>
    /// <remarks>A link to a file counts as that file. No other link is followed, as it may lead anywhere, also in a circle: what is
    /// hashed is then the text of where it leads.</remarks>
    public static IReadOnlyList<(string Path, string Sha512)> Of(string folder)
    {
        try
        {
            var files = new List<(string Path, FileSystemInfo File)>();
            Collect(new DirectoryInfo(folder), "", files, folder);
            files.Sort((one, other) => string.CompareOrdinal(one.Path, other.Path));
            return files.ConvertAll(file => (file.Path, Convert.ToBase64String(Hash(file.File))));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PartimeException($"The files in {folder} cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>The same of a plugin's code alone, which is in the folder itself: what a program writes beside it changes nothing.</summary>
    public static IReadOnlyList<(string Path, string Sha512)> OfCode(string folder) =>
    [
        .. Directory.GetFiles(folder).Where(file => CodeExtensions.Any(extension => file.EndsWith(extension, StringComparison.OrdinalIgnoreCase)))
            .Order(StringComparer.Ordinal).SelectMany(OfFile),
    ];

    /// <summary>The same of one file.</summary>
    public static IReadOnlyList<(string Path, string Sha512)> OfFile(string file) => [(Path.GetFileName(file), Convert.ToBase64String(Hash(new FileInfo(file))))];

    /// <summary>A few hexadecimal digits that are others if any of these hashes is.</summary>
    public static string Digest(IEnumerable<(string Path, string Sha512)> hashes) =>
        Convert.ToHexStringLower(SHA512.HashData(Encoding.UTF8.GetBytes(string.Join('\n', hashes.Select(hash => $"{hash.Path} {hash.Sha512}")))))[..DigestLength];

    private static void Collect(DirectoryInfo directory, string prefix, List<(string, FileSystemInfo)> files, string folder)
    {
        foreach (var entry in directory.EnumerateFileSystemInfos())
            if (entry is DirectoryInfo { LinkTarget: null } below)
                Collect(below, $"{prefix}{entry.Name}/", files, folder);
            else if (files.Count < MostFiles)
                files.Add((prefix + entry.Name, entry));
            else
                throw new PartimeException($"{folder} holds more than {MostFiles} files, which are too many to be a plugin's: give the plugin a folder of its own.");
    }

    private static byte[] Hash(FileSystemInfo entry)
    {
        var file = entry.LinkTarget is null ? entry : entry.ResolveLinkTarget(returnFinalTarget: true);
        if (file is not FileInfo { Exists: true, Length: var length })
            return SHA512.HashData(Encoding.UTF8.GetBytes(entry.LinkTarget ?? ""));
        // Pipes and devices have no length either, and reading one might never end.
        if (length == 0)
            return SHA512.HashData([]);
        using var stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        return SHA512.HashData(stream);
    }
}
