using System.Globalization;

namespace Partime.Tool.Measurement;

/// <summary>What the system tells in small files. What it does not tell is <see langword="null"/>.</summary>
/// <param name="Root">The folder that stands for <c>/</c>.</param>
internal sealed record SystemFiles(string Root = "/")
{
    /// <summary>The text of a file without the line's end.</summary>
    public string? Text(string path)
    {
        try
        {
            return File.ReadAllText(Full(path)).Trim();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public double? Number(string path) => NumberFrom(Text(path));

    public IReadOnlyList<string> Lines(string path) => Text(path)?.Split('\n') ?? [];

    /// <summary>The paths of the entries of a folder, sorted.</summary>
    public IReadOnlyList<string> Entries(string path)
    {
        try
        {
            return [.. Directory.GetFileSystemEntries(Full(path)).Select(entry => $"{path}/{Path.GetFileName(entry)}").Order(StringComparer.Ordinal)];
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
