namespace Partime.Tool.Files;

/// <summary>Where a path really leads, so that two names of one file are found out.</summary>
internal static class OutputPlace
{
    private const string UnixStandardOutput = "/dev/stdout";
    private const int UnixDescriptor = 1;

    /// <summary>What is open already, whatever it is: a file of that name cannot be replaced by another.</summary>
    private static readonly string[] Descriptors = ["/proc/", "/dev/fd/", "/dev/std"];

    /// <summary>The file behind a path, with all its links: equal for equal files.</summary>
    public static string Of(string path)
    {
        if (path == OutputFile.StandardOutputPath)
            return OfStandardOutput() ?? path;
        if (FileStatus.Of(Path.GetFullPath(path)) is { } file)
            return file.Identity;
        // Not there yet. Its folder may have several names as well.
        var target = Target(path);
        return Path.GetDirectoryName(target) is { } folder && FileStatus.Of(folder) is { } home ? $"{home.Identity}/{Path.GetFileName(target)}" : target;
    }

    /// <summary>The file that standard output is redirected to, if it is one and the system tells.</summary>
    public static string? OfStandardOutput() =>
        OperatingSystem.IsWindows() ? null
        : FileStatus.Of(UnixDescriptor) is { } status ? status.IsRegular ? status.Identity : null
        : File.Exists(UnixStandardOutput) && Target(UnixStandardOutput) is var place && File.Exists(place) && !place.StartsWith("/dev/", StringComparison.Ordinal) ? place
        : null;

    /// <summary>Whether it is no file that can be replaced, but a pipe, a device, a folder or something that is open already.</summary>
    public static bool IsSpecial(string path)
    {
        var full = Path.GetFullPath(path);
        return Array.Exists(Descriptors, start => full.StartsWith(start, StringComparison.Ordinal))
            || FileStatus.Of(full) is { IsRegular: false }
            || (OperatingSystem.IsMacOS() && full.StartsWith("/dev/", StringComparison.Ordinal));
    }

    /// <summary>The path at the end of all symbolic links.</summary>
    public static string Target(string path)
    {
        var full = Path.GetFullPath(path);
        try
        {
            return File.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName ?? full;
        }
        catch (IOException)
        {
            // A link that leads nowhere or in a circle: opening it will say so.
            return full;
        }
    }
}
