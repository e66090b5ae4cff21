using System.Runtime.CompilerServices;

namespace Partime.Tool;

/// <summary>How the methods around a task are compiled.</summary>
internal static class HotPath
{
    /// <summary>Tiered compilation would run the first tasks of a session through slower code than the later ones, and the
    /// executor that comes first would look worse. Where the tool was compiled ahead of time (see Tool.csproj) its code is fast
    /// from the start; elsewhere these methods are optimised at their first call, which takes a worker process milliseconds.</summary>
#if PRECOMPILED
    public const MethodImplOptions Options = default;
#else
    public const MethodImplOptions Options = MethodImplOptions.AggressiveOptimization;
#endif
}
