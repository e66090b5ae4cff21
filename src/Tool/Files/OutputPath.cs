namespace Partime.Tool.Files;

/// <summary>Tells which file a path leads to, so that two names of one file are noticed.</summary>
internal static class OutputPath
{
    private const string StandardOutputOnUnix = "/dev/stdout";

    /// <summary>Names of open files, of any kind: they cannot be replaced.</summary>
    private static readonly string[] Descriptors = ["/proc/", "/dev/fd/", "/dev/std"];

    /// <summary>The same for all paths of one file, whether it exists or not.</summary>
    public static string Identity(string path)
    {
        if (path == OutputFile.StandardOutputPath)
            return IdentityOfStandardOutput() ?? path;
        if (FileStatus.Of(Path.GetFullPath(path)) is { } file)
            return file.Identity;
        // It does not exist yet, but its folder may have several paths.
        var target = Target(path);
        return Path.GetDirectoryName(target) is { } folder && FileStatus.Of(folder) is { } home ? $"{home.Identity}/{Path.GetFileName(target)}" : target;
    }

    /// <summary>The identity of the file that standard output is redirected to; <see langword="null"/> for none, or if the system does not tell.</summary>
    public static string? IdentityOfStandardOutput() =>
        OperatingSystem.IsWindows() ? null
        : FileStatus.Of(StandardStreams.DataDescriptor) is { } status ? status.IsRegular ? status.Identity : null
        : File.Exists(StandardOutputOnUnix) && Target(StandardOutputOnUnix) is var target && File.Exists(target) && !target.StartsWith("/dev/", StringComparison.Ordinal) ? target
        : null;

    /// <summary>Whether it cannot be replaced, because it is a pipe, a device, a folder or an open file.</summary>
    public static bool IsSpecial(string path)
    {
        var full = Path.GetFullPath(path);
        return Array.Exists(Descriptors, start => full.StartsWith(start, StringComparison.Ordinal))
            || FileStatus.Of(full) is { IsRegular: false }
            || (OperatingSystem.IsMacOS() && full.StartsWith("/dev/", StringComparison.Ordinal));
    }

    /// <summary>Opens what cannot be replaced. A pipe is open when a program reads from it, and until then the user is told.</summary>
    public static FileStream OpenSpecial(string path)
    {
        using var notice = PipeNotice.WhileWriting(path);
        return new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
    }

    /// <summary>Refuses a link that another user has put into a folder where everyone may, such as /tmp, so that it leads to a file of this user. The system does not follow such a
    /// link, but partime looks where it leads.</summary>
    public static void EnsureTrusted(string path)
    {
        var full = Path.GetFullPath(path);
        if (FileStatus.OfLink(full) is { IsLink: true } link && FileStatus.Of(Path.GetDirectoryName(full)!) is { IsShared: true } folder && link.Owner.User != folder.Owner.User && link.Owner.User != LibC.geteuid())
            throw new PartimeException($"Cannot write to {path}: it is a symbolic link of another user, in a folder where everyone may make one. Name the file itself.");
    }

    /// <summary>The length of the file that a path leads to, and not of a link on the way; 0 if there is none.</summary>
    public static long LengthOf(string path) => new FileInfo(Target(path)) is { Exists: true } file ? file.Length : 0;

    /// <summary>The path at the end of all symbolic links.</summary>
    public static string Target(string path)
    {
        var full = Path.GetFullPath(path);
        try
        {
            // To follow a link where there is nothing throws, and most outputs do not exist yet.
            return (new FileInfo(full).LinkTarget is null ? null : File.ResolveLinkTarget(full, returnFinalTarget: true))?.FullName ?? full;
        }
        catch (IOException)
        {
            // A broken or circular link: opening it will fail with the reason.
            return full;
        }
    }
}
