using System.Runtime.CompilerServices;

namespace Partime.TestPlugins;

/// <summary>Tests put another number into the assembly, so that there are as many different plugins as they need.</summary>
[Workload("numbered-00", "One of many.", SampleInputs = "1")]
public sealed class NumberedWorkload : IBlockingWorkload
{
    public WorkResult Run(WorkItem item, CancellationToken cancellationToken) => WorkResult.Of(item.Text);
}

internal static class Loading
{
    /// <summary>Runs as soon as anything of the assembly does, and says so in the file that the variable names.</summary>
#pragma warning disable CA2255 // For programs, this rule says; it is what this plugin is for.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Tell()
    {
        if (Environment.GetEnvironmentVariable("NUMBERED_STORY") is { Length: > 0 } story)
            File.AppendAllText(story, "loaded\n");
    }
}
