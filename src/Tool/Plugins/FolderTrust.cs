namespace Partime.Tool.Plugins;

/// <summary>Plugins are code: whoever can write where one lies has his own run with the rights of whoever uses it.</summary>
internal static class FolderTrust
{
    /// <summary>A sentence if users other than the owner and his group can change what lies in the folder; otherwise
    /// <see langword="null"/>.</summary>
    public static string? WarningOf(string folder)
    {
        // Windows keeps its rights elsewhere, and its user folders from others.
        if (OperatingSystem.IsWindows())
            return null;
        folder = Directory.ResolveLinkTarget(folder, returnFinalTarget: true)?.FullName ?? folder;
        if (IsOpen(folder, orSticky: true))
            return Warning(folder, folder);
        for (var above = Path.GetDirectoryName(folder); above is not null; above = Path.GetDirectoryName(above))
            if (IsOpen(above, orSticky: false))
                return Warning(folder, above);
        return null;
    }

    private static string Warning(string folder, string open) =>
        $"Every user of this machine can write to {open}, and so change the plugin{(open == folder ? "" : $" in {folder}")}, whose code runs with your rights: "
        + $"move it, or run 'chmod o-w {open}'.";

    /// <param name="folder">The folder.</param>
    /// <param name="orSticky">Whether a folder counts where others can only add what is theirs, such as <c>/tmp</c>: beside a plugin
    /// that is enough, as its dependencies are looked for there.</param>
    private static bool IsOpen(string folder, bool orSticky)
    {
        if (OperatingSystem.IsWindows())
            return false;
        var mode = File.GetUnixFileMode(folder);
        return mode.HasFlag(UnixFileMode.OtherWrite) && (orSticky || !mode.HasFlag(UnixFileMode.StickyBit));
    }
}
