namespace Partime.Tool.Installation;

/// <summary>The files of an archive as they will lie in folders, where on some systems upper and lower case are the same.</summary>
internal sealed class EntryTree
{
    private readonly Dictionary<string, string> files = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> folders = new(StringComparer.OrdinalIgnoreCase);

    /// <exception cref="InvalidDataException">Another file or folder is in this one's place.</exception>
    public void Add(string path)
    {
        if (files.TryGetValue(path, out var other))
            throw new InvalidDataException(other == path
                ? $"it has two entries {Quoted.Name(path)}"
                : $"its entries {Quoted.Name(other)} and {Quoted.Name(path)} are one file where upper and lower case are the same");
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
                throw new InvalidDataException($"its entries {Quoted.Name(folders[folder])} and {Quoted.Name(path)} are in one folder where upper and lower case are the same");
            break;
        }
    }

    private static InvalidDataException BothFileAndFolder(string file, string below) =>
        new($"its entry {Quoted.Name(file)} is a file, and {Quoted.Name(below)} needs a folder in its place");
}
