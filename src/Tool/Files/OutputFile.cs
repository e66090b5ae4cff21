using System.Text;

namespace Partime.Tool.Files;

/// <summary>An open output, a file or standard output. Whatever goes wrong with it ends as one sentence that names it.</summary>
/// <remarks>
/// What is in a file stays until the beginning of what replaces it is written, here and in all other outputs of the command:
/// <code>
///   Open        Begin                Commit
///   a.csv old   a.csv old            a.csv new, written on
///               .partime-… new ─────────┘
/// </code>
/// A file that can only be written over, as its folder is not to be written to, begins when it takes its place.
/// </remarks>
internal sealed class OutputFile : IDisposable
{
    /// <summary>The path that means standard output.</summary>
    public const string StandardOutputPath = "-";

    private const string StandardOutputName = "standard output";

    /// <summary>EPIPE on Unix; ERROR_BROKEN_PIPE and ERROR_NO_DATA on Windows.</summary>
    private static readonly int[] BrokenPipe = [32, unchecked((int)0x8007006D), unchecked((int)0x800700E8)];

    /// <summary>EAGAIN on Linux and on macOS; ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION on Windows.</summary>
    private static readonly int[] InUse = [11, 35, unchecked((int)0x80070020), unchecked((int)0x80070021)];

    private readonly string name;
    private readonly string target;
    private readonly KeptPart? kept;
    private readonly FileStream? former;
    private readonly Replacement? replacement;

    private Stream? stream;
    private Action? beginning;
    private bool wasChanged;

    private OutputFile(string path, KeptPart? kept)
    {
        this.kept = kept;
        name = NameOf(path);
        target = path == StandardOutputPath ? path : OutputPlace.Target(path);
        if (path == StandardOutputPath)
            stream = StandardOutput.Open();
        else if (OutputPlace.IsSpecial(path))
            stream = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        else
        {
            IsOwn = true;
            if (File.Exists(target) || OperatingSystem.IsWindows())
                former = Locked(new FileStream(target, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, bufferSize: 0));
            replacement = kept is null ? Replacement.Of(target, former) : null;
            stream = replacement is null ? former : null;
        }
    }

    /// <summary>Where to write, from <see cref="Begin"/> on.</summary>
    public Stream Stream => stream!;

    /// <summary>Whether nobody else writes to it, so that what was written can be taken back.</summary>
    public bool IsOwn { get; }

    /// <summary>Opens the output and leaves what is in it, as another output may still turn out to be impossible. Another session that
    /// writes to the same file shows here.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="kept">What stays of it; <see langword="null"/> for nothing.</param>
    public static OutputFile Open(string path, KeptPart? kept = null) => Guarded(path, () => new OutputFile(path, kept));

    /// <summary>Refuses what could not be opened, and touches nothing.</summary>
    public static void EnsurePossible(string path) => Guarded(path, () =>
    {
        // A pipe would wait for its reader.
        if (path == StandardOutputPath || (!Directory.Exists(path) && OutputPlace.IsSpecial(path)))
            return true;
        var target = OutputPlace.Target(path);
        if (File.Exists(target) || Directory.Exists(target))
            using (new FileStream(target, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0))
                return true;
        Replacement.EnsureNameIsPossible(target);
        return true;
    });

    /// <summary>Writes the beginning. A full disk shows here; what is in it stays.</summary>
    public void Begin(Action? write) => Guard(() =>
    {
        if (kept is not null && former?.Length != kept.OfBytes)
            throw new PartimeException($"{name} has changed while it was being read: another session has written to it. Look at what is in it, and try again.");
        beginning = write;
        if (replacement is not null)
        {
            stream = replacement.Create();
            Locked((FileStream)stream);
        }
        if (former is null || replacement is not null)
            beginning?.Invoke();
    });

    /// <summary>Replaces what was in the output by what has begun, or goes on behind what is kept.</summary>
    public void Commit() => Guard(() =>
    {
        if (replacement is not null)
            replacement.Commit();
        else if (former is not null)
        {
            former.SetLength(kept?.Bytes ?? 0);
            former.Position = former.Length;
            former.Write(Encoding.UTF8.GetBytes(kept?.LineBreak ?? ""));
            beginning?.Invoke();
        }
    });

    /// <summary>Looks whether anybody else has changed the file since it was that long. What is written next would hide it.</summary>
    public void Watch(long length) => wasChanged |= IsOwn && Stream.Length != length;

    /// <summary>What others have done to the file meanwhile, as a sentence; <see langword="null"/> for nothing.</summary>
    /// <param name="length">How long it has to be.</param>
    public string? Damage(long length)
    {
        if (!IsOwn)
            return null;
        Watch(length);
        var isThere = FileStatus.Of((FileStream)Stream) is { } written ? FileStatus.Of(target)?.Identity == written.Identity : File.Exists(target);
        return !isThere ? $"{name} is not the file any more that was written: it was deleted, moved or replaced during the session, whose results are not in it."
            : wasChanged ? $"{name} was changed by another program while it was being written, so that results are missing in it or damaged."
            : null;
    }

    /// <summary>Does something with the stream.</summary>
    public void Guard(Action write) => Guarded(name, () =>
    {
        write();
        return true;
    });

    public void Dispose()
    {
        stream?.Dispose();
        former?.Dispose();
        replacement?.Dispose();
    }

    private static string NameOf(string path) => path == StandardOutputPath ? StandardOutputName : path;

    private static FileStream Locked(FileStream file)
    {
        if (!OperatingSystem.IsMacOS())
            file.Lock(0, long.MaxValue);
        return file;
    }

    private static T Guarded<T>(string path, Func<T> act)
    {
        try
        {
            return act();
        }
        catch (IOException exception) when (BrokenPipe.Contains(exception.HResult))
        {
            throw new ReaderGoneException();
        }
        catch (UnauthorizedAccessException exception) when (Directory.Exists(path))
        {
            throw new PartimeException($"Cannot write to {path}: it is a folder. Name a file in it.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw Unwritable(NameOf(path), exception);
        }
    }

    private static PartimeException Unwritable(string name, Exception exception)
    {
        if (name != StandardOutputName && exception is IOException && InUse.Contains(exception.HResult))
            return new PartimeException($"Cannot write to {name}: another process is writing it. Wait until that has ended, or choose another path.", exception);
        var remedy = exception switch
        {
            DirectoryNotFoundException => "Create its folder first, or choose another path.",
            UnauthorizedAccessException => "Choose a path that you may write to.",
            _ => "Make room or choose another path.",
        };
        // .NET names the file behind it, which may be the one beside.
        var reason = exception.Message.Split(" : '")[0].TrimEnd('.');
        return new PartimeException($"Cannot write to {name}: {reason}. {remedy}", exception);
    }
}
