using System.IO.Compression;

namespace Partime.Tool.Reporting;

/// <summary>The tasks of a timeline as a page holds them: in units of time, each as its difference from the one before in its row, column by column, compressed.</summary>
/// <param name="Unit">Of time, in seconds.</param>
/// <param name="IsRounded">Whether the unit is coarser than the clock.</param>
/// <param name="Counts">The tasks of each row.</param>
/// <param name="Bytes">The shares of the bins, if not all tasks are there; then the columns.</param>
/// <remarks>
/// A million tasks to the nanosecond are too much for a page. But a sixteenth of a task is not seen, and rounded to that, a task is about a byte.
/// <code>
///   row 0   |gap|task 0|gap|task 2|…        gaps     2 1 … of row 0, then of row 1
///   row 1   |gap|task 1  |gap|task 3|…      lengths  6 6 …
///                                           tasks    0 +2 …
///                                           states   0 0 …
/// </code>
/// </remarks>
internal sealed record PackedTasks(double Unit, bool IsRounded, IReadOnlyList<int> Counts, byte[] Bytes)
{
    /// <summary>The clock's.</summary>
    private const double MinUnit = 1e-9;

    /// <summary>Of the time that a row has for a task. A coarser unit would be seen.</summary>
    private const double MaxPartOfTask = 1.0 / 16;

    /// <summary>Of so many tasks the size of all is estimated, before all are packed.</summary>
    private const int SampleTasks = 4_096;

    /// <returns><see langword="null"/> if the tasks need more bytes, however they are rounded.</returns>
    public static PackedTasks? Of(Timeline timeline, int maxBytes)
    {
        var (tasks, counts) = InRows(timeline);
        var sample = tasks.AsSpan((tasks.Length - Math.Min(tasks.Length, SampleTasks)) / 2, Math.Min(tasks.Length, SampleTasks));
        var exact = Math.Max(MinUnit, timeline.Rows.Select(row => row.LastEnd).Append(timeline.Times.Wall).Where(double.IsFinite).Max() / uint.MaxValue);
        var coarsest = timeline.Times.Wall * counts.Length / Math.Max(1, tasks.Length) * MaxPartOfTask;
        for (var unit = exact; unit == exact || unit <= coarsest;)
        {
            var excess = Pack([], sample, unit).Length - ((double)maxBytes * sample.Length / Math.Max(1, tasks.Length));
            if (excess <= 0 && Pack(timeline.IsWhole ? [] : timeline.Shares(), tasks, unit) is var bytes && bytes.Length <= maxBytes)
                return new PackedTasks(unit, unit > exact, counts, bytes);
            // Twice the unit is about a bit less for the gap and one for the length, and sometimes more.
            unit *= Math.Pow(2, Math.Max(1, Math.Floor(8 * excess / sample.Length / 3)));
        }
        return null;
    }

    private static (TimelineTask[] Tasks, int[] Counts) InRows(Timeline timeline)
    {
        var counts = new int[timeline.Rows.Count];
        foreach (var task in timeline.Kept)
            counts[task.Row]++;
        var ends = new int[counts.Length];
        for (var row = 1; row < counts.Length; row++)
            ends[row] = ends[row - 1] + counts[row - 1];
        var tasks = new TimelineTask[timeline.Kept.Count];
        foreach (var task in timeline.Kept)
            tasks[ends[task.Row]++] = task;
        for (var row = 0; row < counts.Length; row++)
        {
            var own = tasks.AsSpan(ends[row] - counts[row], counts[row]);
            // A worker has mostly run them in their order.
            if (!IsInOrder(own))
                own.Sort((one, other) => one.Started.CompareTo(other.Started));
        }
        return (tasks, counts);
    }

    private static bool IsInOrder(ReadOnlySpan<TimelineTask> tasks)
    {
        for (var i = 1; i < tasks.Length; i++)
            if (tasks[i].Started < tasks[i - 1].Started)
                return false;
        return true;
    }

    private static byte[] Pack(ReadOnlySpan<byte> shares, ReadOnlySpan<TimelineTask> tasks, double unit)
    {
        Column gaps = new(tasks.Length), lengths = new(tasks.Length), numbers = new(tasks.Length), states = new(tasks.Length);
        var (row, end, number) = (-1, 0L, 0L);
        foreach (var task in tasks)
        {
            if (task.Row != row)
                (row, end, number) = (task.Row, 0, 0);
            var (started, ended) = (Units(task.Started, unit), Units(task.Ended, unit));
            gaps.AddSigned(started - end);
            lengths.Add((ulong)(ended - started));
            numbers.AddSigned(task.Task - number);
            states.Add((ulong)task.State);
            (end, number) = (ended, task.Task);
        }
        using var bytes = new MemoryStream();
        using (var packer = new DeflateStream(bytes, CompressionLevel.Optimal, leaveOpen: true))
        {
            packer.Write(shares);
            foreach (var column in (Column[])[gaps, lengths, numbers, states])
                packer.Write(column.Bytes);
        }
        return bytes.ToArray();
    }

    private static long Units(double seconds, double unit) => (long)Math.Clamp(Math.Round(seconds / unit), 0, uint.MaxValue);

    /// <summary>Whole numbers, seven bits a byte, the low ones first. All bytes but the last one of a number have their highest bit set.</summary>
    private sealed class Column(int count)
    {
        private const int MaxBytesOfNumber = 10;

        private byte[] bytes = new byte[count + MaxBytesOfNumber];
        private int length;

        public ReadOnlySpan<byte> Bytes => bytes.AsSpan(0, length);

        public void Add(ulong number)
        {
            if (length + MaxBytesOfNumber > bytes.Length)
                Array.Resize(ref bytes, 2 * bytes.Length);
            for (; number >= 0x80; number >>= 7)
                bytes[length++] = (byte)(number | 0x80);
            bytes[length++] = (byte)number;
        }

        /// <summary>Small ones of both signs become small.</summary>
        public void AddSigned(long number) => Add((ulong)((number << 1) ^ (number >> 63)));
    }
}
