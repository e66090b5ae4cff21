using System.Runtime.InteropServices;

namespace Partime.Tool.Execution;

/// <summary>The next task that nobody has claimed. It has two cache lines to itself, because every worker writes to it and
/// whatever shared a line with it would be slowed down too.</summary>
[StructLayout(LayoutKind.Explicit, Size = 192)]
internal struct ClaimCounter
{
    [FieldOffset(96)]
    private long next;

    public long Value => Volatile.Read(ref next);

    public void Reset() => next = 0;

    public long Claim(int count) => Interlocked.Add(ref next, count) - count;
}
