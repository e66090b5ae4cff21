using Partime.Tool.Execution;

namespace Partime.Tool.Processes;

/// <summary>A file without a name that worker processes inherit: memory for all of them, gone with the last of them.</summary>
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

    /// <summary>Where it takes up room.</summary>
    public string Folder { get; }

    /// <summary>Makes a file with so much room reserved: running out of it later would kill whoever touches the memory.</summary>
    /// <param name="bytes">How much; 0 for a file that will grow, which goes where there is most room.</param>
    /// <param name="what">What it is for, for the error.</param>
    public static SharedFile Create(long bytes, string what)
    {
        var lacking = new List<string>();
        var folders = new[] { Memory, Path.GetTempPath() }.Where(Directory.Exists).Select(folder => (Path: folder, Free: new DriveInfo(folder).AvailableFreeSpace));
        foreach (var (folder, free) in bytes > 0 ? folders : folders.OrderByDescending(folder => folder.Free))
        {
            var descriptor = Open(folder);
            if (descriptor < 0)
            {
                lacking.Add($"{folder} takes no files ({LibC.LastError})");
                continue;
            }
            var file = new SharedFile(descriptor, folder);
            // Asked first, as filling a folder to the brim and giving it back takes long and hurts others.
            if (free >= bytes && (bytes == 0 || file.TryReserve(0, bytes)))
                return file;
            file.Dispose();
            lacking.Add($"{folder} has {free / 1e6:N1} MB free");
        }
        throw new PartimeException($"{what} needs {bytes / 1e6:N1} MB that worker processes can share, and {string.Join(" and ", lacking.DefaultIfEmpty("there is no folder for it"))}: make room, choose fewer inputs, or name a larger folder in TMPDIR.");
    }

    /// <returns>Whether there is room for so much.</returns>
    public bool TryReserve(long offset, long bytes)
    {
        int error;
        while ((error = LibC.posix_fallocate(Descriptor, offset, bytes)) == LibC.EINTR)
        {
            // A signal came in between.
        }
        return error == 0;
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
        if (Descriptor >= 0)
            _ = LibC.close(Descriptor);
        Descriptor = -1;
    }

    private static int Open(string folder)
    {
        const int OnlyMine = 0b110_000_000;
        var descriptor = WorkerDescriptors.MoveAbove(LibC.open(folder, LibC.O_TMPFILE | LibC.O_RDWR | LibC.O_CLOEXEC, OnlyMine));
        if (descriptor >= 0)
            return descriptor;
        // Some file systems know no files without a name: one that loses its name at once is nearly the same.
        var path = Path.Combine(folder, Path.GetRandomFileName());
        const int Create = 0x40, Exclusive = 0x80;
        descriptor = WorkerDescriptors.MoveAbove(LibC.open(path, Create | Exclusive | LibC.O_RDWR | LibC.O_CLOEXEC, OnlyMine));
        if (descriptor >= 0)
            File.Delete(path);
        return descriptor;
    }

    /// <summary>A chain and not a list, because a list of numbers would have to be compiled in every worker process.</summary>
    private sealed class Mapping(nint start, long length, Mapping? earlier)
    {
        public nint Start => start;

        public long Length => length;

        public Mapping? Earlier => earlier;
    }
}
