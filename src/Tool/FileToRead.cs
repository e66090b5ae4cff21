namespace Partime.Tool;

/// <summary>Opens files that the user has named, to read them. Opening a pipe waits until a program opens it to write, and the user is told.</summary>
internal static class FileToRead
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Receives the sentence.</summary>
    public static Action<string> Notify { get; set; } = _ => { };

    public static FileStream Open(string path)
    {
        // Otherwise the sentence would say that access is denied, whatever the user's rights.
        if (Directory.Exists(path))
            throw new UnauthorizedAccessException("it is a folder: name a file in it");
        using var notice = NoticeOf(path);
        // Another session may be writing to it.
        return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
    }

    /// <summary>Tells the user after a second if one of the files is a pipe. To be disposed of when all are read.</summary>
    /// <returns><see langword="null"/> if none is a pipe.</returns>
    public static IDisposable? NoticeOf(params IEnumerable<string> paths)
    {
        foreach (var path in paths)
            if (FileStatus.Of(path) is { IsPipe: true })
                return new Timer(_ => Notify($"'{path}' is a pipe, and partime still waits for another program to write to it. To stop, press Ctrl-C."), null, Patience, Timeout.InfiniteTimeSpan);
        return null;
    }
}
