using System.Buffers.Binary;

namespace Partime.Tool.Execution;

/// <summary>The results of consecutive tasks as bytes, from the board of a node to that of the session.</summary>
/// <remarks>
/// <code>
///   first task │ count │ used: user, system, pauses, waited, memory │ per attempt: verdict │ pid │ started │ ended │ length, value │ metrics: number, then column and value each
///   8 bytes      4             8     8       8       8       8                       1         4     8         8       4               2                       2          8
/// </code>
/// Without a result, the fault is in the place of the value, and there are no metrics. An attempt that was retried stands before the last one of its task. A task that was
/// left out, because one before it had failed, is only its verdict.
/// </remarks>
internal static class ResultBlocks
{
    /// <summary>A block ends with the task that makes it this long.</summary>
    private const int BlockBytes = 1 << 20;

    /// <summary>It ends before a result that would make it longer than this, unless that is its first.</summary>
    private const int MaxBlockBytes = 4 << 20;

    /// <summary>A longer result does not reach the session, and its task has failed.</summary>
    public const int MaxResultBytes = 64 << 20;

    /// <summary>Added to the verdict of an attempt that was retried.</summary>
    private const byte Retried = 0x80;

    /// <summary>Writes the tasks of a board up to the first one without a verdict, or all of one that a failure has stopped.</summary>
    /// <param name="board">Its first task is number <see cref="RunSettings.First"/> of the session.</param>
    /// <param name="takeUsage">What the node has used since this was last asked.</param>
    public static IEnumerable<byte[]> Write(Board board, Func<NodeUsage> takeUsage)
    {
        for (var task = 0L; task < board.Count && HasVerdict(task);)
        {
            using var bytes = new MemoryStream();
            using var block = new BinaryWriter(bytes);
            var start = task;
            block.Write(board.Settings.First + start);
            block.Write(0);
            var used = takeUsage();
            block.Write(used.User.Ticks);
            block.Write(used.System.Ticks);
            block.Write(used.GcPause.Ticks);
            block.Write(used.Waited.Ticks);
            block.Write(used.PeakRssBytes);
            for (; task < board.Count && HasVerdict(task) && bytes.Length < BlockBytes && (task == start || bytes.Length + board.Log.Slots[(int)task].TextLength < MaxBlockBytes); task++)
                WriteTask(block, board.Log, task);
            block.Seek(sizeof(long), SeekOrigin.Begin);
            block.Write((int)(task - start));
            block.Flush();
            yield return bytes.ToArray();
        }

        bool HasVerdict(long task) => board.Log.Slots[(int)task].Verdict != Verdict.None || board.IsStopped;
    }

    /// <param name="block">What the other method has written, or anything else.</param>
    /// <param name="range">The tasks that it may begin with.</param>
    /// <param name="of">What all records have in common.</param>
    /// <returns>The records, and what the node has used. An attempt that was retried has the same index as the one behind it, and a task that was left out has no verdict.</returns>
    /// <exception cref="FormatException">It is something else.</exception>
    public static (List<TaskRecord> Records, NodeUsage Used) Read(ReadOnlySpan<byte> block, TaskRange range, ResultSource of)
    {
        var reader = new BlockReader(block);
        var (first, count) = (reader.Long(), reader.Int());
        if (first != range.Start || count < 1 || count > range.Count)
            throw new FormatException($"The results are of {count} tasks from {first} on, and not of {range.Start} to {range.End}.");
        var used = new NodeUsage(new TimeSpan(reader.Long()), new TimeSpan(reader.Long()), new TimeSpan(reader.Long()), new TimeSpan(reader.Long()), reader.Long());
        if (!used.IsPossible)
            throw new FormatException("What the node says that it has used cannot be true.");
        // The number is a node's, and the bytes are there.
        var records = new List<TaskRecord>(Math.Min(count, block.Length));
        for (var task = first; task < first + count; task++)
            for (var attempt = 1; ReadAttempt(ref reader, task, of, records); attempt++)
                if (attempt > of.Rules.Retries)
                    throw new FormatException($"Task {task} was tried {attempt + 1} times.");
        return reader.IsAtEnd ? (records, used) : throw new FormatException("There is something behind the results.");
    }

    private static void WriteTask(BinaryWriter block, TaskLog log, long task)
    {
        foreach (ref readonly var attempt in log.Retried.Of(task))
            Write(block, log, in attempt, Retried);
        ref readonly var slot = ref log.Slots[(int)task];
        if (slot is { Verdict: Verdict.Ok, TextLength: > MaxResultBytes })
        {
            Write(block, in slot, Verdict.Error, Faults.Encode(new TaskFault("TooLarge",
                $"The result has {slot.TextLength:N0} bytes, and at most {MaxResultBytes:N0} travel from a node to the session. Return less, such as the name of a file.")));
            return;
        }
        Write(block, log, in slot, flag: 0);
        if (slot.Verdict == Verdict.Ok)
            WriteMetrics(block, log.Metrics(task));
    }

    private static void Write(BinaryWriter block, TaskLog log, in TaskSlot slot, byte flag)
    {
        if (slot.Verdict == Verdict.None)
            block.Write((byte)Verdict.None);
        else
            Write(block, in slot, (Verdict)((byte)slot.Verdict | flag), slot.Verdict == Verdict.Ok ? log.Value(in slot) : Faults.Encode(log.Fault(in slot)!));
    }

    private static void Write(BinaryWriter block, in TaskSlot slot, Verdict verdict, ReadOnlyMemory<byte> text)
    {
        block.Write((byte)verdict);
        block.Write(slot.Pid);
        block.Write(slot.StartedTicks);
        block.Write(slot.EndedTicks);
        block.Write(text.Length);
        block.Write(text.Span);
    }

    private static void WriteMetrics(BinaryWriter block, ReadOnlySpan<double> row)
    {
        var reported = 0;
        foreach (var metric in row)
            reported += MetricTable.IsReported(metric) ? 1 : 0;
        block.Write((short)reported);
        for (short column = 0; column < row.Length; column++)
            if (MetricTable.IsReported(row[column]))
            {
                block.Write(column);
                block.Write(row[column]);
            }
    }

    /// <returns>Whether another attempt at the same task follows.</returns>
    private static bool ReadAttempt(ref BlockReader reader, long task, ResultSource of, List<TaskRecord> records)
    {
        var first = reader.Byte();
        var (verdict, isRetried) = ((Verdict)(first & ~Retried), (first & Retried) != 0);
        if (verdict > Verdict.Cancelled || (isRetried && verdict is Verdict.None or Verdict.Ok or Verdict.Cancelled) || (verdict == Verdict.None && !of.Rules.FailFast))
            throw new FormatException($"The verdict of task {task} cannot be {first}.");
        records.Add(verdict == Verdict.None ? new TaskRecord { Index = task, Worker = of.Worker, Verdict = verdict } : ReadRecord(ref reader, task, verdict, of));
        return isRetried;
    }

    private static TaskRecord ReadRecord(ref BlockReader reader, long task, Verdict verdict, ResultSource of)
    {
        var (pid, started, ended) = (reader.Int(), reader.Long(), reader.Long());
        var text = reader.Text();
        var hasRun = ended != 0;
        if (pid < 0 || ended < started || (hasRun && started + of.ClockOffset <= 0))
            throw new FormatException($"The record of task {task} cannot be true.");
        var record = new TaskRecord
        {
            Index = task,
            Worker = of.Worker,
            Verdict = verdict,
            Pid = pid,
            StartedTicks = hasRun ? started + of.ClockOffset : 0,
            EndedTicks = hasRun ? ended + of.ClockOffset : 0,
        };
        return verdict == Verdict.Ok ? record with { Result = WithMetrics(WorkResult.OfUtf8(text), ref reader, of.MetricNames) } : record with { Fault = Faults.Decode(text) };
    }

    private static WorkResult WithMetrics(WorkResult result, ref BlockReader reader, IReadOnlyList<string> names)
    {
        for (var left = reader.Short(); left > 0; left--)
        {
            var column = reader.Short();
            result = result.With((uint)column < names.Count ? names[column] : throw new FormatException($"There is no metric number {column}."), BitConverter.Int64BitsToDouble(reader.Long()));
        }
        return result;
    }

    /// <summary>Reads no further than the bytes go, whatever they say.</summary>
    private ref struct BlockReader(ReadOnlySpan<byte> bytes)
    {
        private ReadOnlySpan<byte> rest = bytes;

        public readonly bool IsAtEnd => rest.IsEmpty;

        public byte Byte() => Take(1)[0];

        public short Short() => BinaryPrimitives.ReadInt16LittleEndian(Take(sizeof(short)));

        public int Int() => BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)));

        public long Long() => BinaryPrimitives.ReadInt64LittleEndian(Take(sizeof(long)));

        public ReadOnlySpan<byte> Text() => Take(Int());

        private ReadOnlySpan<byte> Take(int count)
        {
            if ((uint)count > (uint)rest.Length)
                throw new FormatException("The results are cut off.");
            var taken = rest[..count];
            rest = rest[count..];
            return taken;
        }
    }
}

/// <summary>Who has run the tasks of a block, and how.</summary>
/// <param name="Worker">The worker.</param>
/// <param name="MetricNames">The metrics of the workload.</param>
/// <param name="Rules">What tasks may do.</param>
/// <param name="ClockOffset">What to add to times.</param>
internal sealed record ResultSource(int Worker, IReadOnlyList<string> MetricNames, TaskRules Rules, long ClockOffset);

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
