namespace Partime.TestPlugins;

internal static class Here
{
    /// <summary>Whether this process is a worker, or that of an isolated run, and not partime itself, which constructs the workload too.</summary>
    public static bool IsWorker => Environment.GetCommandLineArgs().Any(word => word is "worker" or "isolated");
}
