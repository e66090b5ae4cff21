using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Partime.Tool.Execution;

/// <summary>Reads a block of results, attempt by attempt. The bytes are those of a node: it reads no further than they go, whatever they say, and believes nothing that cannot be.</summary>
internal ref struct ResultBlockReader
{
    private readonly ReadOnlySpan<byte> block;
    private readonly ResultSource of;
    private readonly TaskRange range;
    private int at;
    private int attempts;
    private bool hasResult;
    private bool isRetried;
    private ulong digest;
    private long ended;
    private ReadOnlySpan<byte> metrics;

    /// <param name="block">What a <see cref="ResultBlockWriter"/> has written, or anything else.</param>
    /// <param name="range">The tasks that it may begin with.</param>
    /// <param name="of">What all attempts have in common.</param>
    /// <exception cref="FormatException">It is something else, from its first byte to its last.</exception>
    public ResultBlockReader(ReadOnlySpan<byte> block, TaskRange range, ResultSource of)
    {
        this.block = block;
        this.of = of;
        var (first, count) = (BinaryPrimitives.ReadInt64LittleEndian(Take(sizeof(long))), BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int))));
        if (first != range.Start || count < 1 || count > range.Count)
            throw new FormatException($"The results are of {count} tasks from {first} on, and not of {range.Start} to {range.End}.");
        this.range = range with { End = first + count };
        Used = new NodeUsage(Time(), Time(), Time(), Time(), BinaryPrimitives.ReadInt64LittleEndian(Take(sizeof(long))));
        if (!Used.IsPossible)
            throw new FormatException("What the node says that it has used cannot be true.");
        Task = first - 1;
        // Nothing is recorded of a block that is not right to its end.
        var all = this;
        while (all.MoveNext())
        {
            // It checks what it reads.
        }
    }

    /// <summary>The tasks of the block.</summary>
    public readonly TaskRange Range => range;

    /// <summary>What the node has used.</summary>
    public NodeUsage Used { get; }

    public long Task { get; private set; }

    /// <summary><see cref="Verdict.None"/> if the task was left out.</summary>
    public Verdict Verdict { get; private set; }

    /// <summary>Whether another attempt at the same task follows.</summary>
    public readonly bool IsRetried => isRetried;

    public int Pid { get; private set; }

    /// <summary>On the clock of the session; 0 if the attempt has not begun, like <see cref="EndedTicks"/>.</summary>
    public long StartedTicks { get; private set; }

    public long EndedTicks { get; private set; }

    /// <summary>The result or the fault. If the session keeps no results, what is used of the <see cref="ResultExcerpt"/>.</summary>
    public ReadOnlySpan<byte> Text { get; private set; }

    /// <summary>Of the result.</summary>
    public ulong Digest => digest != 0 ? digest : digest = ResultDigest.Of(of.KeepsValues ? Text : Text[1..]);

    [MethodImpl(HotPath.Options)]
    public bool MoveNext()
    {
        if (!isRetried && ++Task == range.End)
            return at == block.Length ? false : throw new FormatException("There is something behind the results.");
        var head = (AttemptHead)Take(1)[0];
        Verdict = (Verdict)(head & AttemptHead.Verdict);
        attempts = isRetried ? attempts + 1 : 1;
        isRetried = (head & AttemptHead.Retried) != 0;
        if (Verdict > Verdict.Cancelled || (isRetried && Verdict is Verdict.None or Verdict.Ok or Verdict.Cancelled) || (Verdict == Verdict.None && (head != 0 || !of.Rules.FailFast)))
            throw new FormatException($"The verdict of task {Task} cannot be {(byte)head}.");
        if (attempts > of.Rules.Retries + 1)
            throw new FormatException($"Task {Task} was tried {attempts} times.");
        (StartedTicks, EndedTicks) = (0, 0);
        if (Verdict == Verdict.None)
            return true;
        if ((head & AttemptHead.SameProcess) == 0)
            Pid = (int)Math.Min(Number(), uint.MaxValue);
        if ((head & AttemptHead.HasRun) != 0)
            ReadTimes();
        if (Pid < 0)
            throw new FormatException($"The record of task {Task} cannot be true.");
        if (Verdict == Verdict.Ok)
            ReadResult(head);
        else
            ReadFault();
        return true;
    }

    /// <summary>Fills the row of a task with its metrics.</summary>
    public readonly void CopyMetricsTo(Span<double> row)
    {
        for (var rest = metrics; !rest.IsEmpty; rest = rest[(sizeof(short) + sizeof(double))..])
            row[BinaryPrimitives.ReadInt16LittleEndian(rest)] = BinaryPrimitives.ReadDoubleLittleEndian(rest[sizeof(short)..]) is var metric && double.IsNaN(metric) ? double.NaN : metric;
    }

    [MethodImpl(HotPath.Options)]
    private void ReadTimes()
    {
        var started = ended + ShortNumber.ToSigned(Number());
        ended = started + (long)Number();
        if (ended < started || ended == 0 || started + of.ClockOffset <= 0)
            throw new FormatException($"The record of task {Task} cannot be true.");
        (StartedTicks, EndedTicks) = (started + of.ClockOffset, ended + of.ClockOffset);
    }

    private void ReadResult(AttemptHead head)
    {
        if ((head & AttemptHead.SameResult) == 0)
        {
            Text = Take(of.KeepsValues ? Number() : (uint)ResultExcerpt.UsedBytes(Peek()));
            digest = 0;
            if (!of.KeepsValues && ResultExcerpt.IsCut(Text))
                digest = Math.Max(1, BinaryPrimitives.ReadUInt64LittleEndian(Take(sizeof(ulong))));
        }
        else if (!hasResult || Text.Length > ResultBlocks.MaxSameBytes)
            throw new FormatException($"Task {Task} cannot have the result of the one before.");
        hasResult = true;
        metrics = default;
        if ((head & AttemptHead.HasMetrics) == 0)
            return;
        metrics = Take((ulong)(BinaryPrimitives.ReadInt16LittleEndian(Take(sizeof(short))) * (sizeof(short) + sizeof(double))));
        for (var rest = metrics; !rest.IsEmpty; rest = rest[(sizeof(short) + sizeof(double))..])
            if (BinaryPrimitives.ReadInt16LittleEndian(rest) is var column && (uint)column >= of.Metrics)
                throw new FormatException($"There is no metric number {column}.");
    }

    private void ReadFault()
    {
        Text = Take(Number());
        hasResult = false;
    }

    private TimeSpan Time() => new(BinaryPrimitives.ReadInt64LittleEndian(Take(sizeof(long))));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong Number() => at < block.Length && block[at] < 0x80 ? block[at++] : LongNumber();

    private ulong LongNumber()
    {
        const int MaxBits = 64;
        var number = 0UL;
        for (var shift = 0; shift < MaxBits; shift += 7)
        {
            var next = Take(1)[0];
            number |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return number;
        }
        throw new FormatException("A number in the results is too long.");
    }

    private readonly byte Peek() => at < block.Length ? block[at] : throw new FormatException("The results are cut off.");

    private ReadOnlySpan<byte> Take(ulong count)
    {
        if (count > (ulong)(block.Length - at))
            throw new FormatException("The results are cut off.");
        var taken = block.Slice(at, (int)count);
        at += (int)count;
        return taken;
    }
}

/// <summary>Who has run the tasks of a block, and how.</summary>
/// <param name="Metrics">How many metrics the workload has.</param>
/// <param name="KeepsValues">Whether the session keeps results.</param>
/// <param name="Rules">What tasks may do.</param>
/// <param name="ClockOffset">What to add to times.</param>
internal sealed record ResultSource(int Metrics, bool KeepsValues, TaskRules Rules, long ClockOffset);

/// <summary>What a worker process of a node has used, and its share of what the node itself has used.</summary>
/// <param name="User">Processor time.</param>
/// <param name="System">Processor time in the system.</param>
/// <param name="GcPause">How long the garbage collector has paused it.</param>
/// <param name="Waited">How long the worker had nothing to run, from one range to the next.</param>
/// <param name="PeakRssBytes">The most memory that it has ever had; 0 if that is not known.</param>
internal readonly record struct NodeUsage(TimeSpan User, TimeSpan System, TimeSpan GcPause, TimeSpan Waited, long PeakRssBytes)
{
    private static readonly TimeSpan Max = TimeSpan.FromDays(365);

    /// <summary>Whether it can be true, as far as one number tells.</summary>
    public bool IsPossible => IsTime(User) && IsTime(System) && IsTime(GcPause) && IsTime(Waited) && PeakRssBytes is >= 0 and < 1L << 50;

    public static NodeUsage operator +(NodeUsage one, NodeUsage other) =>
        new(one.User + other.User, one.System + other.System, one.GcPause + other.GcPause, one.Waited + other.Waited, Math.Max(one.PeakRssBytes, other.PeakRssBytes));

    public static NodeUsage operator -(NodeUsage later, NodeUsage earlier) => new(later.User - earlier.User, later.System - earlier.System, later.GcPause - earlier.GcPause, later.Waited - earlier.Waited, later.PeakRssBytes);

    private static bool IsTime(TimeSpan time) => time >= TimeSpan.Zero && time < Max;
}
