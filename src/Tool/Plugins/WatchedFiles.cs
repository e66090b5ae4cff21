namespace Partime.Tool.Plugins;

/// <summary>The code in a plugin's folder as it was at a moment, by what the system knows of each file without reading it.</summary>
internal sealed class WatchedFiles
{
    private readonly List<WatchedFile> files = [];

    private WatchedFiles()
    {
    }

    /// <summary>Files in the folder and the folders below it. Files that a program writes beside its code do not matter.</summary>
    public static WatchedFiles In(string folder)
    {
        var watched = new WatchedFiles();
        try
        {
            foreach (var file in FileHashes.CodeBelow(folder))
                watched.files.Add(WatchedFile.Of(file));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PartimeException($"The files in {folder} cannot be read: {exception.Message}", exception);
        }
        return watched;
    }

    /// <summary>The first file that has been changed, replaced or removed; <see langword="null"/> if there is none.</summary>
    public string? ChangedFile()
    {
        foreach (var file in files)
            if (WatchedFile.Of(file.Path) != file)
                return file.Path;
        return null;
    }
}

/// <summary>Which file a path names, and when it was last changed.</summary>
internal sealed record WatchedFile(string Path)
{
    public long Length { get; init; }

    public DateTime Modified { get; init; }

    /// <summary>On Linux, the device and the inode, and the time of the last change of any kind, which programs cannot set.</summary>
    public string Identity { get; init; } = "";

    public static WatchedFile Of(string path)
    {
        try
        {
            var file = new FileInfo(path);
            return file.Exists ? new WatchedFile(path) { Length = file.Length, Modified = file.LastWriteTimeUtc, Identity = FileStatus.VersionOf(path) } : new WatchedFile(path) { Length = -1 };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new WatchedFile(path) { Length = -1 };
        }
    }
}
