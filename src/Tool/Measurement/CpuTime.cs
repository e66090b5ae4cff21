namespace Partime.Tool.Measurement;

/// <summary>Processor time that this process has used, by all of its threads.</summary>
internal readonly record struct CpuTime(TimeSpan User, TimeSpan System)
{
    public static CpuTime Now()
    {
        var usage = Environment.CpuUsage;
        return new CpuTime(usage.UserTime, usage.PrivilegedTime);
    }

    public static CpuTime operator -(CpuTime later, CpuTime earlier) => new(later.User - earlier.User, later.System - earlier.System);
}
