namespace Partime.Tool.Plugins;

/// <summary>All that it takes to construct the same executor in another process.</summary>
/// <param name="Info">The executor.</param>
/// <param name="Values">For each of its options, in order, the texts it is to be set to.</param>
/// <param name="Surroundings">What its assembly finds around it, so that nobody has to look again.</param>
internal sealed record ExecutorActivation(ExecutorInfo Info, IReadOnlyList<string>[] Values, PluginSurroundings Surroundings)
{
    /// <summary>Constructs the executor and sets its options, beside a workload: from the same assembly, they share what is static in
    /// it, as they do in a session.</summary>
    public IExecutor Construct(WorkloadActivation workload, PluginActivator workloads)
    {
        var activator = Info.AssemblyPath == workload.Info.AssemblyPath ? workloads : new PluginActivator(Surroundings);
        var executor = activator.Create<IExecutor>(Info);
        PluginOptions.Set(executor, Info, Values);
        return executor;
    }

    /// <summary>The recipe as bytes.</summary>
    public byte[] ToBytes() => ActivationBytes.Write(Info, Values, Surroundings);

    /// <summary>Reads a recipe. What is not needed to run the executor is empty.</summary>
    public static unsafe ExecutorActivation Read(byte* at)
    {
        var read = ActivationBytes.Read(ref at);
        return new ExecutorActivation(new ExecutorInfo(read.Name, "", 0, null, null, read.Options, read.TypeName, read.TypeToken, read.AssemblyPath), read.Values, read.Surroundings);
    }
}
