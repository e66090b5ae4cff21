namespace Partime.Tool.Plugins;

/// <summary>All that it takes to construct the same workload in another process.</summary>
/// <param name="Info">The workload.</param>
/// <param name="Values">For each of its options, in order, the texts it is to be set to.</param>
/// <param name="Surroundings">What its assembly finds around it, so that no worker has to look.</param>
internal sealed record WorkloadActivation(WorkloadInfo Info, IReadOnlyList<string>[] Values, PluginSurroundings Surroundings)
{
    /// <summary>Constructs the workload and sets its options.</summary>
    public IWorkload Construct(PluginActivator activator)
    {
        var workload = activator.Create<IWorkload>(Info);
        PluginOptions.Set(workload, Info, Values);
        return workload;
    }

    /// <summary>The recipe as bytes.</summary>
    public byte[] ToBytes() => ActivationBytes.Write(Info, Values, Surroundings);

    /// <summary>Reads a recipe and moves on behind it. What is not needed to run the workload is empty.</summary>
    public static unsafe WorkloadActivation Read(ref byte* at)
    {
        var read = ActivationBytes.Read(ref at);
        return new WorkloadActivation(new WorkloadInfo(read.Name, "", null, true, read.Options, [], read.TypeName, read.TypeToken, read.AssemblyPath), read.Values, read.Surroundings);
    }
}
