using System.Runtime.InteropServices;
using System.Text;
using Partime.Tool.Execution;

namespace Partime.Tool.Processes;

/// <summary>The board's memory as a file that the parent makes and every worker process maps.</summary>
/// <remarks>
/// <code>
///   ┌ header ┬ directory ┬ records ────────┬ order ──────────┬ slots ─────────────┬ metrics ─────┐   ┌ texts ▸▸▸ ┐
///   │ claim  │ how large │ one per worker: │ workload, its   │ 48 bytes per task, │ 8 bytes each │   │ results,  │
///   │ counter│ the parts │ where it is     │ options, inputs │ see TaskSlot       │              │   │ messages  │
///   └────────┴───────────┴─────────────────┴─────────────────┴────────────────────┴──────────────┘   └───────────┘
///                                one file, reserved as a whole                              one that grows
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
        Order = (byte*)(Records + directory->Workers) + directory->NamesBytes;
        Slots = (TaskSlot*)(start + directory->SlotsAt);
        Metrics = (double*)(Slots + layout.Tasks);
        Texts = new SharedTexts(Header, textFile);
    }

    /// <summary>A place per worker.</summary>
    public WorkerRecord* Records { get; }

    /// <summary>What a worker needs to know to do the same as everybody.</summary>
    public byte* Order { get; }

    /// <summary>What the process of an isolated run needs to know besides: its executor. There is room for one, the next run's.</summary>
    public byte* ExecutorOrder => Order + directory->ExecutorAt;

    /// <summary>Where that begins in the order, as its writer says.</summary>
    public long ExecutorAt
    {
        set => directory->ExecutorAt = value;
    }

    /// <summary>Whether the next isolated run has a pool that is made before its stopwatch starts.</summary>
    public bool IsWarm
    {
        get => directory->IsWarm != 0;
        set => directory->IsWarm = value ? 1 : 0;
    }

    public long TotalBytes => directory->TotalBytes;

    /// <summary>How many tasks a worker process runs before it ends; 0 for all there are.</summary>
    public int MaxTasksPerWorker
    {
        get => directory->MaxTasksPerWorker;
        set => directory->MaxTasksPerWorker = value;
    }

    public int Descriptor => file.Descriptor;

    public int TextDescriptor => textFile.Descriptor;

    public override TextBlocks Texts { get; }

    /// <param name="layout">How large the board is.</param>
    /// <param name="workers">The most workers of any run.</param>
    /// <param name="orderBytes">How long the order is, which the caller then writes.</param>
    public static SharedBoardMemory Create(BoardLayout layout, int workers, long orderBytes)
    {
        var names = Encoding.UTF8.GetBytes(string.Join(NameSeparator, layout.MetricNames));
        var namesAt = RecordsAt + ((long)workers * sizeof(WorkerRecord));
        var slotsAt = (namesAt + names.Length + orderBytes + 63) / 64 * 64;
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
        public long ExecutorAt;
        public int NamesBytes;
        public int Workers;
        public int KeepsValues;
        public int MaxTasksPerWorker;
        public int IsWarm;
    }
}
