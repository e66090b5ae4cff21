using System.Security.Cryptography;
using System.Text;

namespace Partime.Tool.Plugins;

/// <summary>The hashes of a plugin's files, to tell later whether they are the same.</summary>
internal static class FileHashes
{
    /// <summary>A home folder that also contains a plugin would take minutes.</summary>
    private const int MaxFiles = 20_000;

    private const int DigestLength = 16;

    private static readonly string[] CodeExtensions = [".dll", ".so", ".dylib", ".deps.json", ".runtimeconfig.json"];

    /// <summary>The SHA-512, in base64, of every file in the folder and the folders below it. Paths are relative, with <c>/</c>, in
    /// ordinal order.</summary>
    /// <remarks>A link to a file counts as that file. Other links could form a circle, so of those only the text of the link is
    /// hashed.</remarks>
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

    /// <summary>A short digest of the code in the folder itself, so that files which a program writes beside it do not matter.</summary>
    public static string DigestOfCode(string folder)
    {
        var files = Directory.GetFiles(folder);
        Array.Sort(files, StringComparer.Ordinal);
        return Digest(files.Where(IsCode));
    }

    /// <summary>The code in the folder itself, and in the folders below it as far as it can be found in short time. Links there are not followed: they could lead
    /// out of the folder.</summary>
    public static IEnumerable<string> CodeBelow(string folder) =>
        Directory.EnumerateFiles(folder).Where(IsCode)
            .Union(Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }).Take(MaxFiles).Where(IsCode));

    /// <summary>A digest of the files' names and hashes, in hexadecimal digits.</summary>
    public static string Digest(IEnumerable<string> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
        foreach (var file in files)
        {
            // A name ends with a zero, and a hash has a fixed length: no two lists of files give the same bytes.
            hash.AppendData(Encoding.UTF8.GetBytes(Path.GetFileName(file) + '\0'));
            hash.AppendData(Hash(new FileInfo(file)));
        }
        return HexDigits.Of(hash.GetHashAndReset(), DigestLength);
    }

    private static bool IsCode(string file) => Array.Exists(CodeExtensions, extension => file.EndsWith(extension, StringComparison.OrdinalIgnoreCase));

    private static void Collect(DirectoryInfo directory, string prefix, List<(string, FileSystemInfo)> files, string folder)
    {
        foreach (var entry in directory.EnumerateFileSystemInfos())
            if (entry is DirectoryInfo { LinkTarget: null } below)
                Collect(below, $"{prefix}{entry.Name}/", files, folder);
            else if (files.Count < MaxFiles)
                files.Add((prefix + entry.Name, entry));
            else
                throw new PartimeException($"{folder} contains more than {MaxFiles} files, which is too many for a plugin: give the plugin a folder of its own.");
    }

    private static byte[] Hash(FileSystemInfo entry)
    {
        var file = entry.LinkTarget is null ? entry : entry.ResolveLinkTarget(returnFinalTarget: true);
        if (file is not FileInfo { Exists: true, Length: var length })
            return SHA512.HashData(Encoding.UTF8.GetBytes(entry.LinkTarget ?? ""));
        // Pipes and devices have the length 0 too, and reading one may never end.
        if (length == 0)
            return SHA512.HashData([]);
        using var stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        return SHA512.HashData(stream);
    }
}
