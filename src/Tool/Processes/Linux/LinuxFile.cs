using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Partime.Tool.Processes;

/// <summary>A file without a name that worker processes inherit.</summary>
internal sealed unsafe class LinuxFile(int descriptor, string folder) : SharedFile(folder)
{
    private int descriptor = descriptor;
    private Mapping? mappings;

    public override int Descriptor => descriptor;

    public override long Bytes => LibC.lseek(descriptor, 0, LibC.SEEK_END);

    public static bool TryCreate(string folder, [NotNullWhen(true)] out SharedFile? file, out FileRefusal refusal)
    {
        var descriptor = Open(folder);
        var reason = Marshal.GetLastPInvokeError();
        file = descriptor >= 0 ? new LinuxFile(descriptor, folder) : null;
        refusal = file is null ? new FileRefusal(Marshal.GetPInvokeErrorMessage(reason), reason is LibC.ENFILE or LibC.EMFILE) : default;
        return file is not null;
    }

    public override bool TryReserve(long offset, long bytes)
    {
        int error;
        while ((error = LibC.posix_fallocate(descriptor, offset, bytes)) == LibC.EINTR)
        {
            // Interrupted by a signal.
        }
        return error == 0;
    }

    public override bool TryWrite(long offset, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
            for (var written = 0; written < bytes.Length;)
            {
                var count = LibC.pwrite(descriptor, start + written, bytes.Length - written, offset + written);
                if (count >= 0)
                    written += (int)count;
                else if (Marshal.GetLastPInvokeError() != LibC.EINTR)
                    return false;
            }
        return true;
    }

    public override byte* Map(long offset, long bytes)
    {
        var start = LibC.mmap(null, checked((nint)bytes), LibC.PROT_READ | LibC.PROT_WRITE, LibC.MAP_SHARED, descriptor, offset);
        if ((nint)start == -1)
            throw CannotMap(bytes, LibC.LastError);
        mappings = new Mapping((nint)start, bytes, mappings);
        return start;
    }

    public override void Protect(byte* start, long bytes, bool isWritable) =>
        _ = LibC.mprotect(start, (nint)bytes, isWritable ? LibC.PROT_READ | LibC.PROT_WRITE : LibC.PROT_READ);

    public override void UnmapAll()
    {
        for (; mappings is { } mapping; mappings = mapping.Earlier)
            _ = LibC.munmap((byte*)mapping.Start, (nint)mapping.Length);
    }

    public override void Close()
    {
        if (descriptor >= 0)
            _ = LibC.close(descriptor);
        descriptor = -1;
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
