using System.IO.Hashing;

namespace Partime.TestPlugins;

/// <summary>Hashes with a package that partime has in another version.</summary>
[Workload("hashing-version", "Hashes its input, and tells the version of what hashed.", SampleInputs = "moon")]
public sealed class HashingVersionWorkload : IBlockingWorkload
{
    public WorkResult Run(WorkItem item, CancellationToken cancellationToken) =>
        WorkResult.Of($"{XxHash3.HashToUInt64(System.Text.Encoding.UTF8.GetBytes(item.Text)):x16} by {typeof(XxHash3).Assembly.GetName().Version}");
}
