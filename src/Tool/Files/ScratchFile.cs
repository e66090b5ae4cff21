namespace Partime.Tool.Files;

/// <summary>A file for one process, to write and to read again. It has lost its name before anything is in it, so nothing of it is left, however
/// the process ends.</summary>
internal static class ScratchFile
{
    /// <summary>Made where an output goes, as there is room for what will be made of it.</summary>
    /// <param name="output">The path of the output.</param>
    public static FileStream For(string output)
    {
        if (output != OutputFile.StandardOutputPath && !OutputPath.IsSpecial(output))
            try
            {
                return Create(Path.GetDirectoryName(OutputPath.Target(output))!);
            }
            catch (UnauthorizedAccessException)
            {
                // A file may be writable in a folder that is not.
            }
        return Create(Path.GetTempPath());
    }

    private static FileStream Create(string folder)
    {
        var path = Path.Combine(folder, $".partime-{Path.GetRandomFileName()}");
        // Without a buffer, which would be written when the file is closed, and fail if the disk is full.
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, BufferSize = 0 };
        // Windows deletes no open file, but closes it however the process ends.
        if (OperatingSystem.IsWindows())
        {
            options.Options = FileOptions.DeleteOnClose;
            return new FileStream(path, options);
        }
        options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var file = new FileStream(path, options);
        File.Delete(path);
        return file;
    }
}
