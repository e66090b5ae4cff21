namespace Partime.Tool.Files;

/// <summary>A file that is read. Any error becomes one sentence that names it.</summary>
internal static class InputFile
{
    /// <summary>The path that means standard input.</summary>
    public const string StandardInputPath = "-";

    public static string NameOf(string path) => path == StandardInputPath ? "standard input" : path;

    /// <param name="path">The file, or <c>-</c> for standard input.</param>
    /// <param name="read">Reads it.</param>
    /// <param name="remedy">What to do if there is no such file.</param>
    public static T Read<T>(string path, Func<Stream, T> read, string remedy = "Name another file.")
    {
        var name = NameOf(path);
        if (path.Length == 0)
            throw new PartimeException($"The name of a file is empty. {remedy}");
        try
        {
            // Another session may be writing to it.
            using var stream = path == StandardInputPath ? StandardStreams.OpenInput() : FileToRead.Open(path);
            return read(stream);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new PartimeException($"There is no file '{name}'. {remedy}", exception);
        }
        catch (UnauthorizedAccessException exception) when (Directory.Exists(path))
        {
            throw new PartimeException($"Cannot read '{name}': it is a folder. Name a file in it.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new PartimeException($"Cannot read '{name}': {exception.Message.TrimEnd('.')}. Name another file.", exception);
        }
    }
}
