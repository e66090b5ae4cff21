namespace Partime.Tool.Measurement;

/// <summary>Processor time of all threads of a process, or of several.</summary>
internal readonly record struct CpuTime(TimeSpan User, TimeSpan System)
{
    public double TotalSeconds => (User + System).TotalSeconds;

    public static CpuTime Now()
    {
        var usage = Environment.CpuUsage;
        return new CpuTime(usage.UserTime, usage.PrivilegedTime);
    }

    public static CpuTime operator +(CpuTime one, CpuTime other) => new(one.User + other.User, one.System + other.System);

    public static CpuTime operator -(CpuTime later, CpuTime earlier) => new(later.User - earlier.User, later.System - earlier.System);
}
