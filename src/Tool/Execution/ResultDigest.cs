using System.IO.Hashing;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Partime.Tool.Execution;

/// <summary>The 64-bit digests (XxHash3) that the results of executors are compared by.</summary>
internal static class ResultDigest
{
    /// <summary>The digest of one task's value; never 0, which stands for "no result".</summary>
    [MethodImpl(HotPath.Options)]
    public static ulong Of(ReadOnlySpan<byte> value) => Math.Max(1, XxHash3.HashToUInt64(value));

    /// <summary>The digest of a whole run: over the digests of all tasks in index order.</summary>
    public static ulong Of(ReadOnlySpan<TaskSlot> slots)
    {
        var hash = new XxHash3();
        Span<ulong> batch = stackalloc ulong[512];
        for (int start = 0, count; start < slots.Length; start += count)
        {
            count = Math.Min(batch.Length, slots.Length - start);
            for (var i = 0; i < count; i++)
                batch[i] = slots[start + i].Digest;
            hash.Append(MemoryMarshal.AsBytes(batch[..count]));
        }
        return hash.GetCurrentHashAsUInt64();
    }
}
