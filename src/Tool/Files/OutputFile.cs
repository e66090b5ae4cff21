using System.Text;

namespace Partime.Tool.Files;

/// <summary>The start of an existing file that stays, because rows are appended to it.</summary>
/// <param name="Length">In bytes.</param>
/// <param name="FileLength">The length of the whole file when it was read. If it has another one later, another program has written to it.</param>
internal sealed record KeptPart(long Length, long FileLength)
{
    /// <summary>The line break that its last line lacks.</summary>
    public string LineBreak { get; init; } = "";

    /// <summary>Its records after the header; counted only where rows are appended.</summary>
    public long Rows { get; init; }

    /// <summary>A sentence on what is done to the end of the file; <see langword="null"/> for nothing.</summary>
    public string? Remark { get; init; }
}

/// <summary>The program that read standard output has ended, as <c>head</c> does when it has enough, or its terminal was closed. Not a failure.</summary>
internal sealed class BrokenPipeException : Exception;

/// <summary>An output that is open for writing: a file, a pipe, a device or standard output. Any error becomes one sentence that names it.</summary>
/// <remarks>
/// An existing file keeps its contents until all outputs of the command are prepared:
/// <code>
///   Open        Prepare              Commit
///   a.csv old   a.csv old            a.csv new, and later writes go to it
///               .partime-… new ─────────┘
/// </code>
/// If no file can be made beside it, it is overwritten at <see cref="Commit"/>.
/// </remarks>
internal sealed class OutputFile : IDisposable
{
    /// <summary>The path that means standard output.</summary>
    public const string StandardOutputPath = "-";

    private const string StandardOutputName = "standard output";

    /// <summary>EPIPE on Unix; ERROR_BROKEN_PIPE and ERROR_NO_DATA on Windows.</summary>
    private static readonly int[] BrokenPipe = [32, unchecked((int)0x8007006D), unchecked((int)0x800700E8)];

    /// <summary>EAGAIN on Linux and on macOS, EADDRINUSE: another session has the lock, or the name.</summary>
    private static readonly int[] InUse = [11, 35, LibC.EADDRINUSE];

    /// <summary>ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION.</summary>
    private static readonly int[] InUseOnWindows = [unchecked((int)0x80070020), unchecked((int)0x80070021)];

    /// <summary>ENOSPC; EDQUOT of Linux and of macOS; ERROR_HANDLE_DISK_FULL and ERROR_DISK_FULL of Windows.</summary>
    private static readonly int[] NoSpace = [28, 122, 69, unchecked((int)0x80070027), unchecked((int)0x80070070)];

    /// <summary>ENOLCK and EOPNOTSUPP on Linux: some network file systems have no locks.</summary>
    private static readonly int[] WithoutLocks = [37, 95];

    private readonly Action<FileStream>? takeLock;
    private readonly string name;
    private readonly string target;
    private readonly KeptPart? kept;
    private readonly FileStream? existing;
    private readonly OutputReservation? reservation;
    private readonly AtomicReplacement? replacement;

    private Stream? stream;
    private Action? writeStart;
    private bool wasChanged;

    private OutputFile(string path, KeptPart? kept, Action<FileStream>? takeLock)
    {
        this.takeLock = takeLock;
        this.kept = kept;
        name = NameOf(path);
        target = path == StandardOutputPath ? path : OutputPath.Target(path);
        if (path == StandardOutputPath)
            stream = StandardStreams.OpenOutput();
        else if (OutputPath.IsSpecial(path))
            stream = OutputPath.OpenSpecial(path);
        else
        {
            IsRegular = true;
            OutputPath.EnsureTrusted(path);
            reservation = File.Exists(target) ? null : OutputReservation.Of(target);
            // It may exist now, if the session that had reserved it has ended in between.
            if (File.Exists(target) || OperatingSystem.IsWindows())
                existing = Locked(new FileStream(target, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, bufferSize: 0));
            replacement = kept is null ? AtomicReplacement.Of(target, existing) : null;
            stream = replacement is null ? existing : null;
        }
    }

    /// <summary>Where to write, from <see cref="Prepare"/> on.</summary>
    public Stream Stream => stream!;

    /// <summary>Whether it is a file that only this process writes to, so that it can take back what it wrote.</summary>
    public bool IsRegular { get; }

    /// <summary>Whether the file system has no locks, so that another session that writes to the same file is not noticed.</summary>
    public bool HasNoLock { get; private set; }

    /// <summary>Opens the output and leaves its contents, because another output may still turn out to be impossible. Fails if another
    /// session is writing to the same file.</summary>
    /// <param name="path">The file, or <c>-</c> for standard output.</param>
    /// <param name="kept">The part of it that stays; <see langword="null"/> for none.</param>
    /// <param name="takeLock">Takes the lock on a file, for tests.</param>
    public static OutputFile Open(string path, KeptPart? kept = null, Action<FileStream>? takeLock = null) => Guarded(path, () => new OutputFile(path, kept, takeLock));

    /// <summary>Refuses a path that cannot be written to, and changes nothing.</summary>
    public static void EnsurePossible(string path) => Guarded(path, () =>
    {
        // Opening a pipe would wait for its reader.
        if (path == StandardOutputPath || (!Directory.Exists(path) && OutputPath.IsSpecial(path)))
            return true;
        var target = OutputPath.Target(path);
        if (File.Exists(target) || Directory.Exists(target))
            using (new FileStream(target, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0))
                return true;
        AtomicReplacement.EnsureNameIsPossible(target);
        return true;
    });

    /// <summary>Writes the start of the new contents beside the file, which stays as it is. A full disk shows here.</summary>
    public void Prepare(Action? writeStart) => Guard(() =>
    {
        if (kept is not null && existing?.Length != kept.FileLength)
            throw new PartimeException($"{name} has changed while it was being read: another session has written to it. Check its contents and try again.");
        this.writeStart = writeStart;
        if (replacement is not null)
        {
            stream = replacement.Create();
            Locked((FileStream)stream);
        }
        if (existing is null || replacement is not null)
            writeStart?.Invoke();
    });

    /// <summary>Replaces the contents of the file by the new ones, or cuts the file after the part that stays.</summary>
    public void Commit() => Guard(() =>
    {
        if (existing is not null && FileStatus.Of(target) is { } found && found.Identity != FileStatus.Of(existing)?.Identity)
            throw new PartimeException($"{name} was replaced by another program during the session, and is left alone: the results are not in it.");
        if (replacement is not null)
            replacement.Commit();
        else if (existing is not null)
        {
            existing.SetLength(kept?.Length ?? 0);
            existing.Position = existing.Length;
            existing.Write(Encoding.UTF8.GetBytes(kept?.LineBreak ?? ""));
            writeStart?.Invoke();
        }
    });

    /// <summary>Replaces the contents of the file by a text.</summary>
    public void WriteText(string text)
    {
        Prepare(() =>
        {
            Stream.Write(Encoding.UTF8.GetBytes(text));
            Stream.Flush();
        });
        Commit();
    }

    /// <summary>Notices if another program has changed the length of the file. The next write would hide it.</summary>
    public void CheckLength(long expected) => wasChanged |= IsRegular && Stream.Length != expected;

    /// <summary>A sentence on what another program has done to the file during the session; <see langword="null"/> for nothing.</summary>
    public string? ExternalChange(long expectedLength)
    {
        if (!IsRegular)
            return null;
        CheckLength(expectedLength);
        var isThere = FileStatus.Of((FileStream)Stream) is { } written ? FileStatus.Of(target)?.Identity == written.Identity : File.Exists(target);
        return !isThere ? $"{name} was deleted, moved or replaced during the session: the results are not in it."
            : wasChanged ? $"{name} was changed by another program during the session: results in it are missing or damaged."
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
        existing?.Dispose();
        replacement?.Dispose();
        reservation?.Dispose();
    }

    private static string NameOf(string path) => path == StandardOutputPath ? StandardOutputName : path;

    private FileStream Locked(FileStream file)
    {
        try
        {
            if (takeLock is not null)
                takeLock(file);
            else if (!OperatingSystem.IsMacOS())
                file.Lock(0, long.MaxValue);
        }
        catch (IOException exception) when (WithoutLocks.Contains(exception.HResult))
        {
            HasNoLock = true;
        }
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
            throw new BrokenPipeException();
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
            return new PartimeException($"Cannot write to {name}: another process is writing to it. Wait until it ends, or choose another path.", exception);
        if (exception is IOException && InUseOnWindows.Contains(exception.HResult))
            return new PartimeException($"Cannot write to {name}: another program has it open, as Excel does with a file that it shows. Close it there, or choose another path.", exception);
        // What the system calls a bad descriptor.
        if (name == StandardOutputName && exception is UnauthorizedAccessException)
            return new PartimeException($"Cannot write to {name}: it is closed. Redirect it to a file, or name one.", exception);
        var remedy = exception switch
        {
            DirectoryNotFoundException => "Create its folder first, or choose another path.",
            UnauthorizedAccessException => "Choose a path that you may write to.",
            _ when NoSpace.Contains(exception.HResult) => "Free some space or choose another path.",
            _ => "Choose another path.",
        };
        // .NET appends a path, which may be that of the replacement.
        var reason = exception.Message.Split(" : '")[0].TrimEnd('.');
        return new PartimeException($"Cannot write to {name}: {reason}. {remedy}", exception);
    }
}
