using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Partime.Tool.Execution;

/// <summary>The results of consecutive tasks as bytes, from the board of a node to that of the session. An empty task takes three or four bytes.</summary>
/// <remarks>
/// <code>
///   first task │ count │ used: user, system, pauses, waited, memory │ per attempt: head │ process │ gap │ duration │ length, text │ number, then column and value each
///   8 bytes      4             8     8       8       8       8                    1       what differs from the attempt before           per metric 2 and 8
/// </code>
/// Numbers without a width are of one byte if they are below 128, as most are. The gap is from the end of the attempt before, and the text is the result or the fault. If no
/// output contains results, it is the twelve bytes of <see cref="ResultExcerpt"/>, as far as they are used, and the digest of one that is longer. An attempt that was retried
/// stands before the last one of its task. A task that was left out, because one before it had failed, is only its head.
/// </remarks>
internal static class ResultBlocks
{
    /// <summary>A longer result does not reach the session if it is to be kept there, and its task has failed.</summary>
    public const int MaxResultBytes = 64 << 20;

    /// <summary>A result that is longer does not stand for those behind it.</summary>
    public const int MaxSameBytes = 64;

    /// <summary>Where the tasks of a block begin.</summary>
    public const int HeadBytes = sizeof(long) + sizeof(int) + (5 * sizeof(long));
}

/// <summary>What the head of an attempt says besides its verdict.</summary>
[Flags]
internal enum AttemptHead : byte
{
    /// <summary>The verdict.</summary>
    Verdict = 7,

    /// <summary>It has begun, so its times follow.</summary>
    HasRun = 8,

    /// <summary>Metrics follow.</summary>
    HasMetrics = 0x10,

    /// <summary>It has the result of the attempt before.</summary>
    SameResult = 0x20,

    /// <summary>It ran in the process of the attempt before.</summary>
    SameProcess = 0x40,

    /// <summary>Another attempt at the same task follows.</summary>
    Retried = 0x80,
}

/// <summary>Writes what is on the board of a node.</summary>
internal sealed class ResultBlockWriter(Board board)
{
    /// <summary>A block ends with the task that makes it this long.</summary>
    private const int BlockBytes = 1 << 20;

    /// <summary>It ends before a result that would make it longer than this, unless that is its first.</summary>
    private const int MaxBlockBytes = 4 << 20;

    /// <summary>A head, and three numbers of at most ten bytes.</summary>
    private const int MaxFixedBytes = 32;

    private readonly ArrayBufferWriter<byte> bytes = new(16 * 1024);
    private readonly TaskLog log = board.Log;
    private long first, count, ended;
    private int pid;
    private TaskSlot lastResult;

    /// <summary>Begins a range of tasks, which the board may hold one part after the other.</summary>
    /// <param name="task">Its first one.</param>
    public void Begin(long task)
    {
        (first, count, pid, ended, lastResult) = (task, 0, 0, 0, default);
        bytes.ResetWrittenCount();
        bytes.GetSpan(ResultBlocks.HeadBytes);
        bytes.Advance(ResultBlocks.HeadBytes);
    }

    /// <summary>Writes the tasks on the board up to the first one without a verdict, or all of a run that a failure has stopped.</summary>
    /// <param name="takeUsage">What the node has used since this was last asked.</param>
    /// <returns>The blocks that are full.</returns>
    public IEnumerable<byte[]> Write(Func<NodeUsage> takeUsage)
    {
        // Not behind a task that is missing, as tasks have no numbers in a block.
        for (var task = 0L; task < board.Count && board.Settings.First + task == first + count && (log.Slots[(int)task].Verdict != Verdict.None || board.IsStopped); task++)
        {
            if (count > 0 && (bytes.WrittenCount >= BlockBytes || bytes.WrittenCount + log.TextLength(task) >= MaxBlockBytes))
                yield return End(takeUsage());
            Write(task);
            count++;
        }
    }

    /// <summary>The last block, unless the one before was.</summary>
    public IEnumerable<byte[]> End(Func<NodeUsage> takeUsage)
    {
        if (count > 0)
            yield return End(takeUsage());
    }

    private byte[] End(NodeUsage used)
    {
        var block = bytes.WrittenSpan.ToArray();
        BinaryPrimitives.WriteInt64LittleEndian(block, first);
        BinaryPrimitives.WriteInt32LittleEndian(block.AsSpan(sizeof(long)), (int)count);
        var rest = block.AsSpan(sizeof(long) + sizeof(int));
        foreach (var number in (ReadOnlySpan<long>)[used.User.Ticks, used.System.Ticks, used.GcPause.Ticks, used.Waited.Ticks, used.PeakRssBytes])
        {
            BinaryPrimitives.WriteInt64LittleEndian(rest, number);
            rest = rest[sizeof(long)..];
        }
        Begin(first + count);
        return block;
    }

    [MethodImpl(HotPath.Options)]
    private void Write(long task)
    {
        ref readonly var slot = ref log.Slots[(int)task];
        foreach (ref readonly var attempt in log.Retried.Of(task))
            WriteFailure(in attempt, AttemptHead.Retried, log.Fault(in attempt)!);
        if (slot.Verdict == Verdict.Ok && log.TextLength(task) <= ResultBlocks.MaxResultBytes)
            WriteResult(in slot, task);
        else if (slot.Verdict == Verdict.Ok)
            WriteFailure(slot with { Verdict = Verdict.Error }, 0, new TaskFault("TooLarge",
                $"The result has {slot.TextLength:N0} bytes, and at most {ResultBlocks.MaxResultBytes:N0} travel from a node to the session. Return less, such as the name of a file.")
            {
                Metrics = log.Reported(task),
            });
        else if (slot.Verdict == Verdict.None)
            bytes.Write([(byte)Verdict.None]);
        else
            WriteFailure(in slot, 0, log.Fault(in slot)!);
    }

    [MethodImpl(HotPath.Options)]
    private void WriteResult(in TaskSlot slot, long task)
    {
        var metrics = log.Metrics(task);
        // Texts that are kept must be the same to the last bit. Long ones are sent again, so that no block is much smaller than what it makes of memory.
        var isSame = slot.Digest == lastResult.Digest && (!log.KeepsValues || (slot.TextLength <= ResultBlocks.MaxSameBytes && log.Value(in slot).Span.SequenceEqual(log.Value(in lastResult).Span)));
        WriteFixed(in slot, (isSame ? AttemptHead.SameResult : 0) | (metrics.IsEmpty ? 0 : AttemptHead.HasMetrics));
        if (!isSame && log.KeepsValues)
            WriteText(log.Value(in slot).Span);
        else if (!isSame)
            WriteExcerpt(slot);
        if (!metrics.IsEmpty)
            WriteMetrics(metrics);
        lastResult = slot;
    }

    private void WriteFailure(in TaskSlot slot, AttemptHead head, TaskFault fault)
    {
        WriteFixed(in slot, head);
        WriteText(Faults.Encode(fault));
        lastResult = default;
    }

    [MethodImpl(HotPath.Options)]
    private void WriteFixed(in TaskSlot slot, AttemptHead head)
    {
        var span = bytes.GetSpan(MaxFixedBytes);
        var at = 1;
        if (slot.Pid == pid)
            head |= AttemptHead.SameProcess;
        else
            at = ShortNumber.Write(span, at, (uint)(pid = slot.Pid));
        if (slot.EndedTicks != 0)
        {
            head |= AttemptHead.HasRun;
            at = ShortNumber.Write(span, at, ShortNumber.OfSigned(slot.StartedTicks - ended));
            at = ShortNumber.Write(span, at, (ulong)(slot.EndedTicks - slot.StartedTicks));
            ended = slot.EndedTicks;
        }
        span[0] = (byte)((byte)slot.Verdict | (byte)head);
        bytes.Advance(at);
    }

    private void WriteText(ReadOnlySpan<byte> text)
    {
        bytes.Advance(ShortNumber.Write(bytes.GetSpan(MaxFixedBytes), 0, (uint)text.Length));
        bytes.Write(text);
    }

    private void WriteExcerpt(TaskSlot slot)
    {
        var excerpt = ResultExcerpt.Used(slot.Excerpt);
        bytes.Write(excerpt);
        if (!ResultExcerpt.IsCut(excerpt))
            return;
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.GetSpan(sizeof(ulong)), slot.Digest);
        bytes.Advance(sizeof(ulong));
    }

    private void WriteMetrics(ReadOnlySpan<double> row)
    {
        var span = bytes.GetSpan(sizeof(short) + (row.Length * (sizeof(short) + sizeof(double))));
        var (reported, at) = ((short)0, sizeof(short));
        for (short column = 0; column < row.Length; column++)
            if (MetricTable.IsReported(row[column]))
            {
                BinaryPrimitives.WriteInt16LittleEndian(span[at..], column);
                BinaryPrimitives.WriteDoubleLittleEndian(span[(at + sizeof(short))..], row[column]);
                (reported, at) = ((short)(reported + 1), at + sizeof(short) + sizeof(double));
            }
        BinaryPrimitives.WriteInt16LittleEndian(span, reported);
        bytes.Advance(at);
    }
}

/// <summary>Numbers of seven bits per byte, the lowest first. The highest bit of a byte says that more follow.</summary>
internal static class ShortNumber
{
    /// <returns>Where the next one goes.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Write(Span<byte> bytes, int at, ulong number)
    {
        for (; number >= 0x80; number >>= 7)
            bytes[at++] = (byte)(number | 0x80);
        bytes[at] = (byte)number;
        return at + 1;
    }

    /// <summary>So that those near zero are short on both sides.</summary>
    public static ulong OfSigned(long number) => (ulong)((number << 1) ^ (number >> 63));

    public static long ToSigned(ulong number) => (long)(number >> 1) ^ -(long)(number & 1);
}
