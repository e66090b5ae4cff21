using System.Buffers.Binary;

namespace Partime.Tool.Execution;

/// <summary>The results of consecutive tasks as bytes, from the board of a node to that of the session.</summary>
/// <remarks>
/// <code>
///   first task │ count │ used: user, system, pauses, memory │ per task: verdict │ pid │ started │ ended │ length, value │ metrics: number, then column and value each
///   8 bytes      4             8     8       8       8                    1         4     8         8       4               2                       2          8
/// </code>
/// Without a result, the fault is in the place of the value, and there are no metrics.
/// </remarks>
internal static class ResultBlocks
{
    /// <summary>A block ends with the task that makes it this long.</summary>
    private const int BlockBytes = 1 << 20;

    /// <summary>Writes the tasks of a board up to the first one without a verdict.</summary>
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
            block.Write(used.PeakRssBytes);
            for (; task < board.Count && HasVerdict(task) && bytes.Length < BlockBytes; task++)
                Write(block, board.Log, task);
            block.Seek(sizeof(long), SeekOrigin.Begin);
            block.Write((int)(task - start));
            block.Flush();
            yield return bytes.ToArray();
        }

        bool HasVerdict(long task) => board.Log.Slots[(int)task].Verdict != Verdict.None;
    }

    /// <param name="block">What the other method has written, or anything else.</param>
    /// <param name="range">The tasks that it may begin with.</param>
    /// <param name="worker">The worker that ran them.</param>
    /// <param name="metricNames">The metrics of the workload.</param>
    /// <param name="clockOffset">What to add to times.</param>
    /// <returns>The records, and what the node has used.</returns>
    /// <exception cref="FormatException">It is something else.</exception>
    public static (List<TaskRecord> Records, NodeUsage Used) Read(ReadOnlySpan<byte> block, TaskRange range, int worker, IReadOnlyList<string> metricNames, long clockOffset)
    {
        var reader = new BlockReader(block);
        var (first, count) = (reader.Long(), reader.Int());
        if (first != range.Start || count < 1 || count > range.Count)
            throw new FormatException($"The results are of {count} tasks from {first} on, and not of {range.Start} to {range.End}.");
        var used = new NodeUsage(new TimeSpan(reader.Long()), new TimeSpan(reader.Long()), new TimeSpan(reader.Long()), reader.Long());
        if (!used.IsPossible)
            throw new FormatException("What the node says that it has used cannot be true.");
        // The number is a node's, and the bytes are there.
        var records = new List<TaskRecord>(Math.Min(count, block.Length));
        for (var task = first; task < first + count; task++)
            records.Add(ReadTask(ref reader, task, worker, metricNames, clockOffset));
        return reader.IsAtEnd ? (records, used) : throw new FormatException("There is something behind the results.");
    }

    private static void Write(BinaryWriter block, TaskLog log, long task)
    {
        var slot = log.Slots[(int)task];
        block.Write((byte)slot.Verdict);
        block.Write(slot.Pid);
        block.Write(slot.StartedTicks);
        block.Write(slot.EndedTicks);
        var text = slot.Verdict == Verdict.Ok ? log.Value(in slot) : Faults.Encode(log.Fault(in slot)!);
        block.Write(text.Length);
        block.Write(text.Span);
        if (slot.Verdict == Verdict.Ok)
            WriteMetrics(block, log.Metrics(task));
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

    private static TaskRecord ReadTask(ref BlockReader reader, long task, int worker, IReadOnlyList<string> metricNames, long clockOffset)
    {
        var (verdict, pid, started, ended) = ((Verdict)reader.Byte(), reader.Int(), reader.Long(), reader.Long());
        var text = reader.Text();
        var hasRun = ended != 0;
        if (verdict is Verdict.None or > Verdict.Cancelled || pid < 0 || ended < started || (hasRun && started + clockOffset <= 0))
            throw new FormatException($"The record of task {task} cannot be true.");
        var record = new TaskRecord
        {
            Index = task,
            Worker = worker,
            Verdict = verdict,
            Pid = pid,
            StartedTicks = hasRun ? started + clockOffset : 0,
            EndedTicks = hasRun ? ended + clockOffset : 0,
        };
        return verdict == Verdict.Ok ? record with { Result = WithMetrics(WorkResult.OfUtf8(text), ref reader, metricNames) } : record with { Fault = Faults.Decode(text) };
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

/// <summary>What a worker process of a node has used, and its share of what the node itself has used.</summary>
/// <param name="User">Processor time.</param>
/// <param name="System">Processor time in the system.</param>
/// <param name="GcPause">How long the garbage collector has paused it.</param>
/// <param name="PeakRssBytes">The most memory that it has ever had; 0 if that is not known.</param>
internal readonly record struct NodeUsage(TimeSpan User, TimeSpan System, TimeSpan GcPause, long PeakRssBytes)
{
    private static readonly TimeSpan Max = TimeSpan.FromDays(365);

    /// <summary>Whether it can be true, as far as one number tells.</summary>
    public bool IsPossible => User >= TimeSpan.Zero && User < Max && System >= TimeSpan.Zero && System < Max && GcPause >= TimeSpan.Zero && GcPause < Max && PeakRssBytes is >= 0 and < 1L << 50;

    public static NodeUsage operator +(NodeUsage one, NodeUsage other) =>
        new(one.User + other.User, one.System + other.System, one.GcPause + other.GcPause, Math.Max(one.PeakRssBytes, other.PeakRssBytes));

    public static NodeUsage operator -(NodeUsage later, NodeUsage earlier) => new(later.User - earlier.User, later.System - earlier.System, later.GcPause - earlier.GcPause, later.PeakRssBytes);
}
