using System.Runtime.Versioning;

[assembly: TargetFramework(".NETCoreApp,Version=v11.0")]

namespace Partime.TestPlugins;

/// <summary>Says of itself what an assembly says that was built for the next .NET.</summary>
[Workload("tomorrow", "Was built for .NET 11.", SampleInputs = "0")]
public sealed class TomorrowWorkload : IBlockingWorkload
{
    public TomorrowWorkload() => throw new InvalidOperationException("its code has run");

    public WorkResult Run(WorkItem item, CancellationToken cancellationToken) => default;
}
