namespace Partime.Tool;

/// <summary>Opens files that the user has named, to read them.</summary>
internal static class FileToRead
{
    public static FileStream Open(string path)
    {
        // Otherwise the sentence would say that access is denied, whatever the user's rights.
        if (Directory.Exists(path))
            throw new UnauthorizedAccessException("it is a folder: name a file in it");
        using var notice = PipeNotice.WhileReading(path);
        // Another session may be writing to it.
        return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
    }
}

/// <summary>Opening a pipe waits until a program opens its other end. After a second, the user is told.</summary>
internal static class PipeNotice
{
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(1);

    /// <summary>Receives the sentence.</summary>
    public static Action<string> Notify { get; set; } = _ => { };

    /// <summary>To be disposed of when all are read.</summary>
    /// <returns><see langword="null"/> if none is a pipe.</returns>
    public static IDisposable? WhileReading(params IEnumerable<string> paths)
    {
        foreach (var path in paths)
            if (While(path, "write to") is { } notice)
                return notice;
        return null;
    }

    /// <summary>To be disposed of when it is open.</summary>
    /// <returns><see langword="null"/> if it is no pipe.</returns>
    public static IDisposable? WhileWriting(string path) => While(path, "read from");

    private static Timer? While(string path, string use) =>
        FileStatus.Of(path) is not { IsPipe: true } ? null
        : new Timer(_ => Notify($"'{path}' is a pipe, and partime still waits for another program to {use} it. To stop, press Ctrl-C."), null, Delay, Timeout.InfiniteTimeSpan);
}
