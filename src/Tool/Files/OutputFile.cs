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
        name = OutputError.NameOf(path);
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
            try
            {
                // It may exist now, if the session that had reserved it has ended in between.
                if (File.Exists(target) || OperatingSystem.IsWindows())
                    existing = Locked(new FileStream(target, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, bufferSize: 0));
                replacement = kept is null ? AtomicReplacement.Of(target, existing) : null;
            }
            catch
            {
                existing?.Dispose();
                reservation?.Dispose();
                throw;
            }
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
    public static OutputFile Open(string path, KeptPart? kept = null, Action<FileStream>? takeLock = null) => OutputError.Guarded(path, () => new OutputFile(path, kept, takeLock));

    /// <summary>Refuses a path that cannot be written to, and changes nothing.</summary>
    public static void EnsurePossible(string path) => OutputError.Guarded(path, () =>
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

    /// <summary>Whether the program that read standard output has ended, as <c>head</c> does when it has enough. Not a failure.</summary>
    public bool HasLostReader { get; private set; }

    /// <summary>Does something with the stream, unless nothing reads it any more.</summary>
    public void Guard(Action write) => OutputError.Guarded(name, () =>
    {
        try
        {
            if (!HasLostReader)
                write();
        }
        catch (IOException exception) when (target == StandardOutputPath && OutputError.IsBrokenPipe(exception))
        {
            HasLostReader = true;
        }
        return true;
    });

    public void Dispose()
    {
        stream?.Dispose();
        existing?.Dispose();
        replacement?.Dispose();
        reservation?.Dispose();
    }

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
}
