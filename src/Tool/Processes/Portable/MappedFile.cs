using System.Diagnostics.CodeAnalysis;
using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;

namespace Partime.Tool.Processes;

/// <summary>A file that workers open by its name. The system deletes it when the parent closes it; on Windows also if the parent is killed, elsewhere a worker does that
/// then.</summary>
internal sealed unsafe class MappedFile : SharedFile
{
    private const FileShare WithAll = FileShare.ReadWrite | FileShare.Delete;
    private static readonly byte[] Zeros = new byte[64 * 1024];

    private readonly FileStream file;
    private readonly List<SafeMemoryMappedViewHandle> views = [];

    private MappedFile(FileStream file, string folder) : base(folder) => this.file = file;

    public override string Name => file.Name;

    public override int Descriptor => file.SafeFileHandle.IsClosed ? -1 : (int)file.SafeFileHandle.DangerousGetHandle();

    public override long Bytes => RandomAccess.GetLength(file.SafeFileHandle);

    public static bool TryCreate(string folder, [NotNullWhen(true)] out SharedFile? file, out FileRefusal refusal)
    {
        const int TooManyFiles = 24, TooManyFilesOnWindows = unchecked((int)0x80070004);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = WithAll, BufferSize = 0, Options = FileOptions.DeleteOnClose };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        (file, refusal) = (null, default);
        try
        {
            file = new MappedFile(new FileStream(Path.Combine(folder, $"partime-{Path.GetRandomFileName()}"), options), folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Without the path, which .NET appends.
            refusal = new FileRefusal(exception.Message.Split(" : '")[0], exception.HResult is TooManyFiles or TooManyFilesOnWindows);
        }
        return file is not null;
    }

    public static MappedFile Open(string path) => new(new FileStream(path, FileMode.Open, FileAccess.ReadWrite, WithAll, bufferSize: 0), Path.GetDirectoryName(path)!);

    public static void Delete(params ReadOnlySpan<string> paths)
    {
        foreach (var path in paths)
            try
            {
                File.Delete(path);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Another worker does it.
            }
    }

    /// <summary>Writes, as not all file systems can reserve space otherwise.</summary>
    public override bool TryReserve(long offset, long bytes)
    {
        // Checked first: half of what does not fit would take the room of what comes later.
        var isReserved = FreeIn(Folder) >= bytes;
        for (var end = offset + bytes; isReserved && offset < end; offset += Zeros.Length)
            isReserved = TryWrite(offset, Zeros.AsSpan(0, (int)Math.Min(Zeros.Length, end - offset)));
        return isReserved;
    }

    public override bool TryWrite(long offset, ReadOnlySpan<byte> bytes)
    {
        try
        {
            RandomAccess.Write(file.SafeFileHandle, bytes, offset);
            return true;
        }
        // The last one for an offset that no file can have, where something has overwritten how much of the file is in use.
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            return false;
        }
    }

    public override byte* Map(long offset, long bytes)
    {
        try
        {
            using var mapped = MemoryMappedFile.CreateFromFile(file.SafeFileHandle, null, capacity: 0, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: true);
            var view = mapped.CreateViewAccessor(offset, bytes);
            // Not the view itself, which would write all of it to the disk at its end.
            views.Add(view.SafeMemoryMappedViewHandle);
            byte* start = null;
            view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
            return start + view.PointerOffset;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or OutOfMemoryException)
        {
            throw CannotMap(bytes, exception.Message);
        }
    }

    public override void Protect(byte* start, long bytes, bool isWritable)
    {
        if (OperatingSystem.IsWindows())
            Kernel32.Protect(start, (nint)bytes, isWritable);
        else
            _ = LibC.mprotect(start, (nint)bytes, isWritable ? LibC.PROT_READ | LibC.PROT_WRITE : LibC.PROT_READ);
    }

    public override void UnmapAll()
    {
        foreach (var view in views)
        {
            view.ReleasePointer();
            view.Dispose();
        }
        views.Clear();
    }

    public override void Close() => file.Dispose();
}
