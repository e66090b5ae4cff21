namespace Partime.Tool.Reporting;

/// <summary>Where a path really leads, so that two names of one file are found out.</summary>
internal static class OutputPlace
{
    private const string UnixStandardOutput = "/dev/stdout";

    /// <summary>The file behind a path and all its links.</summary>
    public static string Of(string path) =>
        path == OutputFile.StandardOutputPath ? OfStandardOutput() ?? path : Final(Path.GetFullPath(path));

    /// <summary>The file that standard output is redirected to, if it is one and the system tells.</summary>
    public static string? OfStandardOutput() =>
        !OperatingSystem.IsWindows() && File.Exists(UnixStandardOutput) && Final(UnixStandardOutput) is var place && File.Exists(place) && !place.StartsWith("/dev/", StringComparison.Ordinal)
            ? place
            : null;

    private static string Final(string path)
    {
        try
        {
            return File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        }
        catch (IOException)
        {
            // A link that leads nowhere or in a circle: opening it will say so.
            return path;
        }
    }
}
