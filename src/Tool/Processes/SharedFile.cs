using System.Runtime.InteropServices;
using Partime.Tool.Execution;

namespace Partime.Tool.Processes;

/// <summary>A file without a name that worker processes inherit: memory that they share, freed when the last of them ends.</summary>
internal sealed unsafe class SharedFile : IDisposable
{
    private const string Memory = "/dev/shm";

    private Mapping? mappings;

    public SharedFile(int descriptor, string folder)
    {
        Descriptor = descriptor;
        Folder = folder;
    }

    public int Descriptor { get; private set; }

    public string Folder { get; }

    /// <summary>Creates a file with its space reserved: if there were none later, the system would kill the process that touches the memory.</summary>
    /// <param name="bytes">How much; 0 for a file that will grow, which is created where most space is free.</param>
    /// <param name="what">What it is for, for the error message.</param>
    public static SharedFile Create(long bytes, string what)
    {
        var reasons = new List<string>();
        var temporary = Path.GetTempPath();
        foreach (var folder in bytes == 0 && FreeIn(temporary) > FreeIn(Memory) ? (string[])[temporary, Memory] : [Memory, temporary])
        {
            if (FreeIn(folder) is not { } free)
                continue;
            var descriptor = Open(folder);
            if (descriptor < 0)
            {
                if (Marshal.GetLastPInvokeError() is LibC.ENFILE or LibC.EMFILE)
                    throw new PartimeException($"{what} needs an open file: {LibC.LastError}. Raise the limit on open files (ulimit -n).") { NamesLimit = true };
                reasons.Add($"{folder} accepts no files ({LibC.LastError})");
                continue;
            }
            var file = new SharedFile(descriptor, folder);
            // The free space is checked first: filling a file system and freeing it again takes long and harms other programs.
            if (free >= bytes && (bytes == 0 || file.TryReserve(0, bytes)))
                return file;
            file.Dispose();
            reasons.Add($"{folder} has {free / 1e6:N1} MB free");
        }
        throw new PartimeException($"{what} needs {bytes / 1e6:N1} MB of shared memory, but {string.Join(" and ", reasons.DefaultIfEmpty("there is no folder for it"))}. Free space, choose fewer inputs, or set TMPDIR to a larger folder.");
    }

    /// <summary>Its length now.</summary>
    public long Bytes => LibC.lseek(Descriptor, 0, LibC.SEEK_END);

    /// <summary>In bytes; <see langword="null"/> if there is no such folder.</summary>
    private static long? FreeIn(string folder) => Directory.Exists(folder) ? new DriveInfo(folder).AvailableFreeSpace : null;

    /// <returns>Whether there was enough space.</returns>
    public bool TryReserve(long offset, long bytes)
    {
        int error;
        while ((error = LibC.posix_fallocate(Descriptor, offset, bytes)) == LibC.EINTR)
        {
            // Interrupted by a signal.
        }
        return error == 0;
    }

    /// <summary>Without touching memory. A file that was cut off grows again.</summary>
    /// <returns>Whether there was enough space.</returns>
    public bool TryWrite(long offset, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
            for (var written = 0; written < bytes.Length;)
            {
                var count = LibC.pwrite(Descriptor, start + written, bytes.Length - written, offset + written);
                if (count >= 0)
                    written += (int)count;
                else if (Marshal.GetLastPInvokeError() != LibC.EINTR)
                    return false;
            }
        return true;
    }

    public byte* Map(long offset, long bytes)
    {
        var start = LibC.mmap(null, checked((nint)bytes), LibC.PROT_READ | LibC.PROT_WRITE, LibC.MAP_SHARED, Descriptor, offset);
        if ((nint)start == -1)
            throw new PartimeException($"{bytes / 1e6:N1} MB in {Folder} cannot be mapped into memory: {LibC.LastError}. Raise the limit on virtual memory, or choose fewer inputs.");
        mappings = new Mapping((nint)start, bytes, mappings);
        return start;
    }

    public void UnmapAll()
    {
        for (; mappings is { } mapping; mappings = mapping.Earlier)
            _ = LibC.munmap((byte*)mapping.Start, (nint)mapping.Length);
    }

    public void Dispose()
    {
        UnmapAll();
        CloseDescriptor();
    }

    /// <summary>What is mapped stays mapped.</summary>
    public void CloseDescriptor()
    {
        if (Descriptor >= 0)
            _ = LibC.close(Descriptor);
        Descriptor = -1;
    }

    private static int Open(string folder)
    {
        const int OwnerOnly = 0b110_000_000;
        var descriptor = WorkerDescriptors.MoveAbove(LibC.open(folder, LibC.O_TMPFILE | LibC.O_RDWR | LibC.O_CLOEXEC, OwnerOnly));
        if (descriptor >= 0)
            return descriptor;
        // Some file systems have no files without a name. One whose name is deleted at once is nearly the same.
        var path = Path.Combine(folder, Path.GetRandomFileName());
        const int Create = 0x40, Exclusive = 0x80;
        descriptor = WorkerDescriptors.MoveAbove(LibC.open(path, Create | Exclusive | LibC.O_RDWR | LibC.O_CLOEXEC, OwnerOnly));
        if (descriptor >= 0)
            File.Delete(path);
        return descriptor;
    }

    /// <summary>A linked list, because a <c>List</c> of numbers would have to be compiled in every worker process.</summary>
    private sealed class Mapping(nint start, long length, Mapping? earlier)
    {
        public nint Start => start;

        public long Length => length;

        public Mapping? Earlier => earlier;
    }
}
