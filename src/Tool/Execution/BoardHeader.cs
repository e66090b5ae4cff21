using System.Runtime.InteropServices;

namespace Partime.Tool.Execution;

/// <summary>What all workers of a run read, and the one counter that all of them write to, on cache lines of its own.</summary>
[StructLayout(LayoutKind.Explicit, Size = 512)]
internal struct BoardHeader
{
    /// <summary>Not 0 once no more tasks are to be started.</summary>
    [FieldOffset(0)]
    public int Stopped;

    [FieldOffset(4)]
    public ChunkSize ChunkSize;

    [FieldOffset(8)]
    public int Workers;

    /// <summary>How often a task is tried at most.</summary>
    [FieldOffset(12)]
    public int MaxAttempts;

    /// <summary>Not 0 if the first failure stops the run.</summary>
    [FieldOffset(16)]
    public int FailFast;

    [FieldOffset(128)]
    public ClaimCounter Claims;

    /// <summary>The attempt that failed last and was followed by another, see <see cref="FormerAttempts"/>; 0 if there is none.</summary>
    [FieldOffset(376)]
    public long LastFormerAttempt;

    /// <summary>How much of the shared texts has been handed out. Written once per block of many texts.</summary>
    [FieldOffset(384)]
    public long TextsUsed;
}
