namespace Partime.Tool.Installation;

/// <summary>Copies a plugin's folder with the folders in it.</summary>
internal static class FolderCopy
{
    /// <summary>As packages may hold: whoever names a home folder by mistake should not have all of it copied.</summary>
    private const long MostBytes = 1L << 30;

    /// <param name="from">The folder.</param>
    /// <param name="to">An empty folder.</param>
    public static void Copy(string from, string to)
    {
        try
        {
            var bytes = 0L;
            Copy(new DirectoryInfo(from), to, ref bytes, from);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PartimeException($"{from} cannot be installed: {exception.Message}", exception);
        }
    }

    private static void Copy(DirectoryInfo from, string to, ref long bytes, string folder)
    {
        foreach (var entry in from.EnumerateFileSystemInfos())
        {
            if (entry.LinkTarget is not null)
                throw new PartimeException($"{entry.FullName} is a link, and what it leads to may change after the plugin is installed: replace it by the file.");
            var target = Path.Combine(to, entry.Name);
            if (entry is FileInfo file)
            {
                if ((bytes += file.Length) > MostBytes)
                    throw new PartimeException($"{folder} holds more than {MostBytes >> 20} MiB, which is too much to be a plugin's: name the folder that the plugin was built into.");
                file.CopyTo(target);
            }
            else
                Copy((DirectoryInfo)entry, Directory.CreateDirectory(target).FullName, ref bytes, folder);
        }
    }
}
