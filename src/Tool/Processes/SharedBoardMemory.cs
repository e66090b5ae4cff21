using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Partime.Tool.Execution;

namespace Partime.Tool.Processes;

/// <summary>The board's memory as a file that the parent creates and every worker process maps.</summary>
/// <remarks>
/// <code>
///   one file, reserved as a whole                                                            one that grows
///   ┌─────────┬────────────────┬ ═ only read ══════════════ ┬──────────┬──────────┐          ┌───────────┐
///   │ header  │ records        │ directory, payload         │ slots    │ metrics  │          │ texts ▸▸▸ │
///   ├─────────┼────────────────┼────────────────────────────┼──────────┼──────────┤          ├───────────┤
///   │ claim   │ per worker:    │ sizes of the parts, metric │ per task:│ per task:│          │ results,  │
///   │ counter │ where it is,   │ names, workload, options,  │ 48 bytes │ 8 bytes  │          │ error     │
///   │         │ WorkerRecord   │ inputs, executor           │ TaskSlot │ each     │          │ messages  │
///   └─────────┴────────────────┴────────────────────────────┴──────────┴──────────┘          └───────────┘
/// </code>
/// A task that writes where it must not may hit any of this. So what does not change in a run is on pages of its own, which no task may write to, and what
/// others write is checked where it is read.
/// </remarks>
internal sealed unsafe class SharedBoardMemory : BoardMemory
{
    private const int RecordsAt = 1024;
    private const char NameSeparator = '\n';

    private readonly SharedFile file;
    private readonly SharedFile textFile;
    private readonly BoardDirectory* directory;

    private SharedBoardMemory(BoardLayout layout, SharedFile file, SharedFile textFile, byte* start, byte* directory) : base(layout)
    {
        this.file = file;
        this.textFile = textFile;
        this.directory = (BoardDirectory*)directory;
        TotalBytes = this.directory->TotalBytes;
        Workers = this.directory->Workers;
        Header = (BoardHeader*)start;
        Records = (WorkerRecord*)(start + RecordsAt);
        Payload = directory + sizeof(BoardDirectory) + this.directory->NamesBytes;
        Slots = (TaskSlot*)(start + this.directory->SlotsAt);
        Metrics = (double*)(Slots + layout.Tasks);
        Texts = new SharedTexts(Header, textFile);
    }

    /// <summary>One per worker.</summary>
    public WorkerRecord* Records { get; }

    /// <summary>What a worker needs to construct the workload and to find the inputs.</summary>
    public byte* Payload { get; }

    /// <summary>What the process of an isolated run needs in addition: its executor. There is space for one, that of the next run.</summary>
    public byte* ExecutorPayload => Payload + directory->ExecutorPayloadAt;

    /// <summary>Whether the pool of the next isolated run is made before its stopwatch starts.</summary>
    public bool IsWarm => directory->IsWarm != 0;

    /// <summary>How many tasks each of its workers runs before that.</summary>
    public int WarmTasks => directory->WarmTasks;

    public long TotalBytes { get; }

    /// <summary>The maximum number of workers at once.</summary>
    public int Workers { get; }

    public int Descriptor => file.Descriptor;

    /// <summary>See <see cref="SharedFile.Name"/>.</summary>
    public string[] FileNames => [file.Name, textFile.Name];

    public int TextDescriptor => textFile.Descriptor;

    public override TextBlocks Texts { get; }

    /// <param name="layout">The size of the board.</param>
    /// <param name="workers">The maximum number of workers at once.</param>
    /// <param name="payloadBytes">The length of the payload, which the caller writes afterwards, see <see cref="Change"/>.</param>
    public static SharedBoardMemory Create(BoardLayout layout, int workers, long payloadBytes)
    {
        var names = Encoding.UTF8.GetBytes(string.Join(NameSeparator, layout.MetricNames));
        var directoryAt = DirectoryAt(workers);
        var slotsAt = WholePages(directoryAt + sizeof(BoardDirectory) + names.Length + payloadBytes);
        var total = slotsAt + layout.Bytes;
        var file = SharedFile.Create(total, $"The board for {layout.Tasks:N0} task{(layout.Tasks == 1 ? "" : "s")}");
        var start = file.Map(0, total);
        var directory = start + directoryAt;
        *(BoardDirectory*)directory = new BoardDirectory
        {
            Tasks = layout.Tasks,
            KeepsValues = layout.KeepValues ? 1 : 0,
            Workers = workers,
            NamesBytes = names.Length,
            SlotsAt = slotsAt,
            TotalBytes = total,
        };
        names.CopyTo(new Span<byte>(directory + sizeof(BoardDirectory), names.Length));
        return new SharedBoardMemory(layout, file, SharedFile.Create(0, "The text of results"), start, directory);
    }

    /// <summary>Maps the board of the parent.</summary>
    public static SharedBoardMemory Attach(WorkerArguments arguments)
    {
        var file = arguments.Parent.Board;
        var start = file.Map(0, arguments.BoardBytes);
        // So that no task can cut the file off, which would kill every process that has it mapped.
        file.Close();
        var at = start + DirectoryAt(arguments.BoardWorkers);
        var directory = (BoardDirectory*)at;
        var names = Encoding.UTF8.GetString(at + sizeof(BoardDirectory), directory->NamesBytes);
        var layout = new BoardLayout(directory->Tasks, names.Length > 0 ? names.Split(NameSeparator) : [], directory->KeepsValues != 0);
        var memory = new SharedBoardMemory(layout, file, arguments.Parent.Texts, start, at);
        memory.Protect(isWritable: false);
        return memory;
    }

    /// <summary>Joins the run for which the parent has prepared the board.</summary>
    public void Join() => Join(Workers);

    /// <summary>Writes to the part that is only read otherwise. No worker may be running.</summary>
    public void Change(Action write)
    {
        Protect(isWritable: true);
        write();
        Protect(isWritable: false);
    }

    /// <summary>Where the executor of isolated runs will be in the payload. Within <see cref="Change"/>.</summary>
    public void PlaceExecutor(long at) => directory->ExecutorPayloadAt = at;

    /// <summary>Writes what the process of the next isolated run needs.</summary>
    public void WriteExecutor(byte[] activation, bool isWarm, int warmTasks) => Change(() =>
    {
        activation.CopyTo(new Span<byte>(ExecutorPayload, activation.Length));
        (directory->IsWarm, directory->WarmTasks) = (isWarm ? 1 : 0, warmTasks);
    });

    public override void Dispose()
    {
        file.Dispose();
        Texts.Dispose();
    }

    private static long DirectoryAt(int workers) => WholePages(RecordsAt + ((long)workers * sizeof(WorkerRecord)));

    private static long WholePages(long bytes) => (bytes + Environment.SystemPageSize - 1) / Environment.SystemPageSize * Environment.SystemPageSize;

    private void Protect(bool isWritable) => file.Protect((byte*)directory, (byte*)Slots - (byte*)directory, isWritable);

    [StructLayout(LayoutKind.Sequential)]
    private struct BoardDirectory
    {
        public long Tasks;
        public long SlotsAt;
        public long TotalBytes;
        public long ExecutorPayloadAt;
        public int NamesBytes;
        public int Workers;
        public int KeepsValues;
        public int WarmTasks;
        public int IsWarm;
    }
}

/// <summary>Texts in a file that grows. A process that needs a block moves the file's end by one atomic add, reserves the block and maps
/// it. A position is an offset in the file, so it is valid in all processes.</summary>
internal sealed unsafe class SharedTexts(BoardHeader* header, SharedFile file) : TextBlocks
{
    private byte[] window = [];
    private long windowAt;
    private long fileBytes;
    private bool isSettled;

    public override TextBlock Rent(int bytes)
    {
        var length = (Math.Max(bytes, BlockSize) + (long)BlockSize - 1) / BlockSize * BlockSize;
        var position = Interlocked.Add(ref header->TextsUsed, length) - length;
        // Negative, or far away, once something has overwritten it.
        if (length > int.MaxValue || position < 0 || position % BlockSize != 0 || !file.TryReserve(position, length))
            return default;
        return new TextBlock(position, (nint)file.Map(position, length), (int)length);
    }

    public override bool TryWrite(TextBlock block, int at, ReadOnlySpan<byte> text) => file.TryWrite(block.Position + at, text);

    /// <summary>Also compares with the size of the file, which a task may have cut off.</summary>
    public override bool Has(long position, int length)
    {
        if (length == 0)
            return true;
        if (position < 0 || length < 0 || position > header->TextsUsed - length)
            return false;
        if (position + length > fileBytes)
            fileBytes = file.Bytes;
        return position + length <= fileBytes;
    }

    public override ReadOnlyMemory<byte> Read(long position, int length)
    {
        if (length == 0)
            return default;
        if (!isSettled)
            return Copy(position, length);
        if (position < windowAt || position + length > windowAt + window.Length)
            MoveWindow(position, length);
        return window.AsMemory((int)(position - windowAt), length);
    }

    public override void Settle() => isSettled = true;

    /// <summary>Called between runs, when no other process has a block.</summary>
    public override void Clear()
    {
        Release();
        header->TextsUsed = 0;
    }

    public override void Release()
    {
        file.UnmapAll();
        (window, windowAt, fileBytes, isSettled) = ([], 0, 0, false);
    }

    public override void Dispose() => file.Dispose();

    /// <summary>Rows are read in the order of tasks, whose texts are close to each other in the file, so the window rarely moves.</summary>
    private void MoveWindow(long position, int length)
    {
        const int WindowBytes = 64 << 20;
        windowAt = Math.Max(0, position - (WindowBytes / 4));
        if (position + length > windowAt + WindowBytes)
            windowAt = position;
        // First, so that there is never twice as much.
        window = [];
        window = Copy(windowAt, Math.Max(position - windowAt + length, Math.Min(WindowBytes, file.Bytes - windowAt)));
    }

    /// <summary>What is read is what was checked, and reading mapped memory would kill this process if something cut off the file meanwhile.</summary>
    private byte[] Copy(long position, long length)
    {
        var copy = new byte[length];
        using var handle = new SafeFileHandle(file.Descriptor, ownsHandle: false);
        for (var read = 0; read < copy.Length && RandomAccess.Read(handle, copy.AsSpan(read), position + read) is > 0 and var count; read += count)
        {
            // What is no longer there stays zero.
        }
        return copy;
    }
}
