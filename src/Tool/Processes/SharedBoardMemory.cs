using System.Runtime.InteropServices;
using System.Text;
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

    /// <summary>64 MiB of records, as of texts: a larger copy might take memory that inputs need.</summary>
    private static readonly int MaxSettledTasks = (64 << 20) / sizeof(TaskSlot);

    private readonly SharedFile file;
    private readonly SharedFile textFile;
    private readonly BoardDirectory* directory;
    private TaskSlot[]? settled;

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

    public override TaskSlot* Settle(long tasks)
    {
        var shared = base.Settle(tasks);
        if (tasks > MaxSettledTasks)
            return shared;
        settled ??= GC.AllocateUninitializedArray<TaskSlot>((int)Math.Min(Layout.Tasks, MaxSettledTasks), pinned: true);
        new ReadOnlySpan<TaskSlot>(shared, (int)tasks).CopyTo(settled);
        return (TaskSlot*)Marshal.UnsafeAddrOfPinnedArrayElement(settled, 0);
    }

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
