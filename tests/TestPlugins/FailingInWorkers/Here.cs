namespace Partime.TestPlugins;

internal static class Here
{
    /// <summary>Whether this process is a worker and not partime itself, which constructs the workload too.</summary>
    public static bool IsWorker => Environment.GetCommandLineArgs().Contains("worker");
}
