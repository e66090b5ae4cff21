namespace Partime.Tool.Installation;

/// <summary>Creates folders and files that everyone may read and only their owner may write, where the system has such rights; the
/// user's umask can take more away.</summary>
internal static class Folders
{
    private const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode FolderMode = FileMode | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Also creates all folders above it. Existing folders stay as they are.</summary>
    public static void Create(string folder)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, FolderMode);
    }

    /// <summary>For a file that does not exist yet.</summary>
    public static FileStreamOptions NewFile
    {
        get
        {
            var options = new FileStreamOptions { Mode = System.IO.FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = FileMode;
            return options;
        }
    }

    /// <summary>A folder that only its owner may read.</summary>
    public static void CreatePrivate(string folder)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>A new folder that only this user may read. The caller deletes it.</summary>
    public static DirectoryInfo CreateTemporary()
    {
        try
        {
            return Directory.CreateTempSubdirectory("partime-");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PartimeException($"No folder can be created in {Path.GetTempPath()}: {exception.Message.TrimEnd('.')}. Set TMPDIR to another folder.", exception);
        }
    }
}
