using Partime.Tool.Execution;

namespace Partime.Tool.Processes;

/// <summary>A file that worker processes open too: memory that they share, freed when the last of them ends.</summary>
internal abstract unsafe class SharedFile(string folder) : IDisposable
{
    public string Folder => folder;

    /// <summary>By what workers open it; empty if they inherit it.</summary>
    public virtual string Name => "";

    /// <summary>Its descriptor, which has a meaning outside of Windows; -1 once it is closed.</summary>
    public abstract int Descriptor { get; }

    /// <summary>Its length now.</summary>
    public abstract long Bytes { get; }

    /// <summary>Creates a file with its space reserved: if there were none later, the system would kill the process that touches the memory.</summary>
    /// <param name="bytes">How much; 0 for a file that will grow, which is created where most space is free.</param>
    /// <param name="what">What it is for, for the error message.</param>
    public static SharedFile Create(long bytes, string what)
    {
        var reasons = new List<string>();
        var (temporary, memory) = (Path.GetTempPath(), WorkerHome.Current.MemoryFolder);
        foreach (var folder in memory is null ? (string[])[temporary] : bytes == 0 && FreeIn(temporary) > FreeIn(memory) ? [temporary, memory] : [memory, temporary])
        {
            if (FreeIn(folder) is not { } free)
                continue;
            if (!WorkerHome.Current.TryCreateFile(folder, out var file, out var refusal))
            {
                if (refusal.IsLimit)
                    throw new PartimeException($"{what} needs an open file: {refusal.Reason}. Raise the limit on open files (ulimit -n).") { NamesLimit = true };
                reasons.Add($"{folder} accepts no files ({refusal.Reason})");
                continue;
            }
            // The free space is checked first: filling a file system and freeing it again takes long and harms other programs.
            if (free >= bytes && (bytes == 0 || file.TryReserve(0, bytes)))
                return file;
            file.Dispose();
            reasons.Add($"{folder} has {free / 1e6:N1} MB free");
        }
        throw new PartimeException($"{what} needs {Math.Ceiling(bytes / 1e5) / 10:N1} MB of shared memory, but {string.Join(" and ", reasons.DefaultIfEmpty("there is no folder for it"))}. Free space, choose fewer inputs, or set TMPDIR to a larger folder.");
    }

    /// <returns>Whether there was enough space.</returns>
    public abstract bool TryReserve(long offset, long bytes);

    /// <summary>Without touching memory. A file that was cut off grows again.</summary>
    /// <returns>Whether there was enough space.</returns>
    public abstract bool TryWrite(long offset, ReadOnlySpan<byte> bytes);

    /// <exception cref="PartimeException">The system refuses.</exception>
    public abstract byte* Map(long offset, long bytes);

    /// <summary>Allows this process to write to a part of what it has mapped, or only to read it.</summary>
    public abstract void Protect(byte* start, long bytes, bool isWritable);

    public abstract void UnmapAll();

    /// <summary>What is mapped stays mapped.</summary>
    public abstract void Close();

    public void Dispose()
    {
        UnmapAll();
        Close();
    }

    protected PartimeException CannotMap(long bytes, string reason) =>
        new($"{bytes / 1e6:N1} MB in {Folder} cannot be mapped into memory: {reason}. Raise the limit on virtual memory, or choose fewer inputs.");

    /// <summary>In bytes; <see langword="null"/> if there is no such folder.</summary>
    protected static long? FreeIn(string folder) => Directory.Exists(folder) ? new DriveInfo(folder).AvailableFreeSpace : null;
}

/// <summary>Why a folder accepts no file.</summary>
/// <param name="Reason">The system's.</param>
/// <param name="IsLimit">Whether this process has too many files open.</param>
internal readonly record struct FileRefusal(string Reason, bool IsLimit);
