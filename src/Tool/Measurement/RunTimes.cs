namespace Partime.Tool.Measurement;

/// <summary>The four moments of a run, in ticks: pool asked for, pool ready, tasks done, pool gone.</summary>
internal readonly record struct RunTimes(long Asked, long Ready, long Done, long Gone)
{
    public double WallSeconds => Ticks.ToSeconds(Gone - Asked);

    public double StartupSeconds => Ticks.ToSeconds(Ready - Asked);

    public double RunSeconds => Ticks.ToSeconds(Done - Ready);

    public double ShutdownSeconds => Ticks.ToSeconds(Gone - Done);

    /// <summary>The work alone.</summary>
    public RunTimes WithoutPool() => new(Ready, Ready, Done, Done);
}
