using System.Globalization;

namespace Partime.Tool.Measurement;

/// <summary>Small files in which the system reports about itself. What it does not report is <see langword="null"/>.</summary>
/// <param name="Root">The folder in place of <c>/</c>.</param>
internal sealed record SystemFiles(string Root = "/")
{
    /// <summary>No other system has them. Wine shows those of the Linux that it is on.</summary>
    private bool AreThere => OperatingSystem.IsLinux() || Root != "/";

    /// <summary>The trimmed text of a file.</summary>
    public string? Text(string path)
    {
        try
        {
            // Many of them do not exist, and an exception takes as long as reading twenty.
            var file = Full(path);
            return AreThere && File.Exists(file) ? File.ReadAllText(file).Trim() : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public double? Number(string path) => NumberFrom(Text(path));

    public IReadOnlyList<string> Lines(string path) => Text(path)?.Split('\n') ?? [];

    /// <summary>The sorted paths of the entries of a folder.</summary>
    public IReadOnlyList<string> Entries(string path)
    {
        try
        {
            var folder = Full(path);
            var entries = AreThere && Directory.Exists(folder) ? Directory.GetFileSystemEntries(folder) : [];
            Array.Sort(entries, StringComparer.Ordinal);
            return Array.ConvertAll(entries, entry => $"{path}/{Path.GetFileName(entry)}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    public static double? NumberFrom(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private string Full(string path) => Path.Combine(Root, path.TrimStart('/'));
}
