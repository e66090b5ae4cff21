using System.Security.Cryptography;
using System.Text;
using Partime.Tool.Plugins;

namespace Partime.Tool.Installation;

/// <summary>The files of a plugin's folder and what is in them.</summary>
/// <param name="All">Paths relative to the folder, with <c>/</c>, in ordinal order, and the SHA-512 of each file in base64.</param>
internal sealed record PluginFiles(IReadOnlyList<(string Path, string Sha512)> All)
{
    /// <summary>One hash for the whole folder: that of all files' hashes and paths, a line each.</summary>
    public string Sha512 => Convert.ToBase64String(SHA512.HashData(
        Encoding.UTF8.GetBytes(string.Concat(All.Select(file => $"{file.Sha512} {file.Path}\n")))));

    public static PluginFiles Of(string folder) => new(FileHashes.Of(folder));

    /// <summary>How other files differ from these, a clause per file; nothing if they do not.</summary>
    public IEnumerable<string> DifferencesIn(PluginFiles others)
    {
        var left = others.All.ToDictionary(file => file.Path, file => file.Sha512);
        foreach (var (path, sha512) in All)
            if (!left.Remove(path, out var other))
                yield return $"{path} is missing";
            else if (other != sha512)
                yield return $"{path} has been changed";
        foreach (var path in left.Keys)
            yield return $"{path} has been added";
    }
}
