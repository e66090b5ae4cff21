using Partime.Tool.Measurement;

namespace Partime.Tool.Analysis;

/// <summary>How long a run took and where the time went, in seconds.</summary>
/// <param name="Wall">All of it.</param>
/// <param name="Startup">Until the pool was ready.</param>
/// <param name="Run">Until every task had a verdict.</param>
/// <param name="Shutdown">Until the pool was gone.</param>
internal readonly record struct TimeParts(double Wall, double Startup, double Run, double Shutdown)
{
    public static TimeParts Of(RunTimes times) => new(times.WallSeconds, times.StartupSeconds, times.RunSeconds, times.ShutdownSeconds);
}
