namespace Partime.Tool;

/// <summary>The folder and the file mode mask that partime was started with. A task may change them for the whole process: without care the next run,
/// and workers that are started later, would have them, and results would depend on the random order of the runs.</summary>
internal static class StartConditions
{
    private static int mask;
    private static string? path;

    /// <summary>A descriptor of the folder; -1 before <see cref="Capture"/>, and where the system is not Linux: there the folder has a path only.</summary>
    public static int Folder { get; private set; } = -1;

    /// <summary>Before any code of a plugin runs.</summary>
    /// <param name="minDescriptor">Smaller descriptors belong to worker processes.</param>
    public static void Capture(int minDescriptor)
    {
        if (!OperatingSystem.IsLinux())
            path ??= Environment.CurrentDirectory;
        if (!OperatingSystem.IsLinux() || Folder >= 0)
            return;
        mask = LibC.umask(0);
        _ = LibC.umask(mask);
        var folder = LibC.open(".", LibC.O_PATH | LibC.O_CLOEXEC, 0);
        Folder = folder < 0 ? folder : LibC.fcntl(folder, LibC.F_DUPFD_CLOEXEC, minDescriptor);
        _ = LibC.close(folder);
    }

    /// <summary>Before each run.</summary>
    public static void Restore()
    {
        if (path is not null)
            Environment.CurrentDirectory = path;
        if (Folder < 0)
            return;
        _ = LibC.fchdir(Folder);
        _ = LibC.umask(mask);
    }
}
