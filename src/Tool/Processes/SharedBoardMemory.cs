using System.Runtime.InteropServices;
using System.Text;
using Partime.Tool.Execution;

namespace Partime.Tool.Processes;

/// <summary>The board's memory as a file that the parent creates and every worker process maps.</summary>
/// <remarks>
/// <code>
///   one file, reserved as a whole                                                            one that grows
///   ┌─────────┬───────────┬────────────────┬───────────────────┬──────────┬──────────┐       ┌───────────┐
///   │ header  │ directory │ records        │ payload           │ slots    │ metrics  │       │ texts ▸▸▸ │
///   ├─────────┼───────────┼────────────────┼───────────────────┼──────────┼──────────┤       ├───────────┤
///   │ claim   │ sizes of  │ per worker:    │ metric names,     │ per task:│ per task:│       │ results,  │
///   │ counter │ the parts │ where it is,   │ workload, options,│ 48 bytes │ 8 bytes  │       │ error     │
///   │         │           │ see            │ inputs, executor  │ see      │ each     │       │ messages  │
///   │         │           │ WorkerRecord   │                   │ TaskSlot │          │       │           │
///   └─────────┴───────────┴────────────────┴───────────────────┴──────────┴──────────┘       └───────────┘
/// </code>
/// </remarks>
internal sealed unsafe class SharedBoardMemory : BoardMemory
{
    private const int RecordsAt = 1024;
    private const char NameSeparator = '\n';

    private readonly SharedFile file;
    private readonly SharedFile textFile;
    private readonly BoardDirectory* directory;

    private SharedBoardMemory(BoardLayout layout, SharedFile file, SharedFile textFile, byte* start) : base(layout)
    {
        this.file = file;
        this.textFile = textFile;
        Header = (BoardHeader*)start;
        directory = (BoardDirectory*)(start + sizeof(BoardHeader));
        Records = (WorkerRecord*)(start + RecordsAt);
        Payload = (byte*)(Records + directory->Workers) + directory->NamesBytes;
        Slots = (TaskSlot*)(start + directory->SlotsAt);
        Metrics = (double*)(Slots + layout.Tasks);
        Texts = new SharedTexts(Header, textFile);
    }

    /// <summary>One per worker.</summary>
    public WorkerRecord* Records { get; }

    /// <summary>What a worker needs to construct the workload and to find the inputs.</summary>
    public byte* Payload { get; }

    /// <summary>What the process of an isolated run needs in addition: its executor. There is space for one, that of the next run.</summary>
    public byte* ExecutorPayload => Payload + directory->ExecutorPayloadAt;

    /// <summary>The offset of the executor in the payload. The writer of the payload sets it.</summary>
    public long ExecutorPayloadAt
    {
        set => directory->ExecutorPayloadAt = value;
    }

    /// <summary>Whether the pool of the next isolated run is made before its stopwatch starts.</summary>
    public bool IsWarm
    {
        get => directory->IsWarm != 0;
        set => directory->IsWarm = value ? 1 : 0;
    }

    public long TotalBytes => directory->TotalBytes;

    /// <summary>After how many tasks a worker process ends; 0 for no limit.</summary>
    public int MaxTasksPerWorker
    {
        get => directory->MaxTasksPerWorker;
        set => directory->MaxTasksPerWorker = value;
    }

    public int Descriptor => file.Descriptor;

    public int TextDescriptor => textFile.Descriptor;

    public override TextBlocks Texts { get; }

    /// <param name="layout">The size of the board.</param>
    /// <param name="workers">The maximum number of workers of any run.</param>
    /// <param name="payloadBytes">The length of the payload, which the caller writes afterwards.</param>
    public static SharedBoardMemory Create(BoardLayout layout, int workers, long payloadBytes)
    {
        var names = Encoding.UTF8.GetBytes(string.Join(NameSeparator, layout.MetricNames));
        var namesAt = RecordsAt + ((long)workers * sizeof(WorkerRecord));
        var slotsAt = (namesAt + names.Length + payloadBytes + 63) / 64 * 64;
        var total = slotsAt + layout.Bytes;
        var file = SharedFile.Create(total, $"The board for {layout.Tasks:N0} tasks");
        var start = file.Map(0, total);
        *(BoardDirectory*)(start + sizeof(BoardHeader)) = new BoardDirectory
        {
            Tasks = layout.Tasks,
            KeepsValues = layout.KeepValues ? 1 : 0,
            Workers = workers,
            NamesBytes = names.Length,
            SlotsAt = slotsAt,
            TotalBytes = total,
        };
        names.CopyTo(new Span<byte>(start + namesAt, names.Length));
        return new SharedBoardMemory(layout, file, SharedFile.Create(0, "The text of results"), start);
    }

    /// <summary>Maps the board that this process has inherited.</summary>
    public static SharedBoardMemory Attach(int descriptor, int textDescriptor, long totalBytes)
    {
        var file = new SharedFile(descriptor, "the parent's folder");
        var start = file.Map(0, totalBytes);
        var directory = (BoardDirectory*)(start + sizeof(BoardHeader));
        var names = Encoding.UTF8.GetString(start + RecordsAt + ((long)directory->Workers * sizeof(WorkerRecord)), directory->NamesBytes);
        var layout = new BoardLayout(directory->Tasks, names.Length > 0 ? names.Split(NameSeparator) : [], directory->KeepsValues != 0);
        return new SharedBoardMemory(layout, file, new SharedFile(textDescriptor, "the parent's folder"), start);
    }

    public override void Dispose()
    {
        file.Dispose();
        Texts.Dispose();
    }

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
        public int MaxTasksPerWorker;
        public int IsWarm;
    }
}

/// <summary>Texts in a file that grows. A process that needs a block moves the file's end by one atomic add, reserves the block and maps
/// it. A position is an offset in the file, so it is valid in all processes.</summary>
internal sealed unsafe class SharedTexts(BoardHeader* header, SharedFile file) : TextBlocks
{
    private NativeBytes window = NativeBytes.Empty;
    private long windowAt;

    public override TextBlock Rent(int bytes)
    {
        var length = (Math.Max(bytes, BlockSize) + (long)BlockSize - 1) / BlockSize * BlockSize;
        var position = Interlocked.Add(ref header->TextsUsed, length) - length;
        if (length > int.MaxValue || !file.TryReserve(position, length))
            return default;
        return new TextBlock(position, (nint)file.Map(position, length), (int)length);
    }

    public override ReadOnlyMemory<byte> Read(long position, int length)
    {
        if (length == 0)
            return default;
        if (position < windowAt || position + length > windowAt + window.Length)
            MoveWindow(position, length);
        return window.Memory.Slice((int)(position - windowAt), length);
    }

    /// <summary>Called between runs, when no other process has a block.</summary>
    public override void Clear()
    {
        file.UnmapAll();
        (window, windowAt) = (NativeBytes.Empty, 0);
        header->TextsUsed = 0;
    }

    public override void Dispose() => file.Dispose();

    /// <summary>Rows are read in the order of tasks, whose texts are close to each other in the file, so the window rarely moves.</summary>
    private void MoveWindow(long position, int length)
    {
        const long WindowBytes = 1 << 30;
        windowAt = position / BlockSize * BlockSize;
        var end = Math.Min(header->TextsUsed, Math.Max(windowAt + WindowBytes, position + length));
        window = new NativeBytes(file.Map(windowAt, Math.Min(end - windowAt, int.MaxValue)), (int)Math.Min(end - windowAt, int.MaxValue));
    }
}
