namespace Partime.Tool.Installation;

/// <summary>Copies a plugin's folder with the folders in it.</summary>
internal static class FolderCopy
{
    /// <param name="from">The folder. It may be as large as a package: whoever names a home folder by mistake should not have all of
    /// it copied.</param>
    /// <param name="to">An empty folder.</param>
    /// <param name="cancellationToken">Ends it between two files.</param>
    public static void Copy(string from, string to, CancellationToken cancellationToken)
    {
        try
        {
            var (bytes, entries) = (0L, 0);
            Copy(new DirectoryInfo(from), to);

            void Copy(DirectoryInfo folder, string target)
            {
                foreach (var entry in folder.EnumerateFileSystemInfos())
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    if (++entries > PackageLimits.Entries)
                        throw TooMuch($"{PackageLimits.Entries:N0} files");
                    if (entry.LinkTarget is not null)
                        throw new PartimeException($"{entry.FullName} is a link, and what it leads to may change after the plugin is installed: replace it by the file.");
                    var path = Path.Combine(target, entry.Name);
                    if (entry is not FileInfo file)
                        Copy((DirectoryInfo)entry, Directory.CreateDirectory(path).FullName);
                    else if ((bytes += file.Length) > PackageLimits.Bytes)
                        throw TooMuch($"{PackageLimits.Bytes >> 20} MiB");
                    else if (file.Length > 0)
                        file.CopyTo(path);
                    else
                        // A pipe or a device has no length either, and reading one might never end.
                        File.Create(path).Dispose();
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PartimeException($"{from} cannot be installed: {exception.Message}", exception);
        }

        PartimeException TooMuch(string what) =>
            new($"{from} holds more than {what}, which is too much to be a plugin's: name the folder that the plugin was built into.");
    }
}
