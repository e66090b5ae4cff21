using System.Diagnostics;

namespace Partime.Tool.Installation;

/// <summary>A file that one process holds while it changes the folder that the file is in.</summary>
internal static class HeldFile
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(30);

    /// <summary>The errors for a file that another process holds: EWOULDBLOCK on Linux and macOS, ERROR_SHARING_VIOLATION on Windows.</summary>
    private static readonly int[] HeldErrors = [11, 35, unchecked((int)0x80070020)];

    /// <param name="path">The file, which stays.</param>
    /// <param name="onWait">Called once if another process holds it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The file. Disposing of it lets it go.</returns>
    public static async Task<FileStream> AcquireAsync(string path, Action onWait, CancellationToken cancellationToken)
    {
        var isFirst = true;
        for (var waited = Stopwatch.StartNew(); ; await Task.Delay(50, cancellationToken))
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);
            }
            catch (IOException exception) when (HeldErrors.Contains(exception.HResult))
            {
                if (isFirst)
                    onWait();
                isFirst = false;
                if (waited.Elapsed > MaxWait)
                    throw new PartimeException($"Another partime process has been changing the plugins for {MaxWait.TotalSeconds} s (it holds {path}): wait until it ends, or stop it.", exception);
            }
    }
}

/// <summary>A folder that this process uses. A lock on it tells others so, and ends with the process.</summary>
internal sealed class HeldFolder : IDisposable
{
    private int descriptor;

    private HeldFolder(string path, int descriptor) => (Path, this.descriptor) = (path, descriptor);

    public string Path { get; }

    /// <param name="path">The folder.</param>
    /// <param name="alone">Whether no other process may use it.</param>
    /// <returns><see langword="null"/> if there is no such folder, or another process uses it.</returns>
    public static HeldFolder? TryHold(string path, bool alone)
    {
        var descriptor = LibC.open(path, LibC.O_RDONLY | LibC.O_CLOEXEC, 0);
        if (descriptor < 0)
            return null;
        var folder = new HeldFolder(path, descriptor);
        if (LibC.flock(descriptor, (alone ? LibC.LOCK_EX : LibC.LOCK_SH) | LibC.LOCK_NB) == 0)
            return folder;
        folder.Dispose();
        return null;
    }

    /// <summary>Moves it, and lets others use it, too.</summary>
    public HeldFolder MoveTo(string path)
    {
        Directory.Move(Path, path);
        _ = LibC.flock(descriptor, LibC.LOCK_SH | LibC.LOCK_NB);
        return new HeldFolder(path, Interlocked.Exchange(ref descriptor, -1));
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref descriptor, -1) is >= 0 and var held)
            _ = LibC.close(held);
    }
}
