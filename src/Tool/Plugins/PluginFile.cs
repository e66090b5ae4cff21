using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Partime.Tool.Plugins;

/// <summary>The workloads and executors in one assembly, read without loading it.</summary>
internal sealed record PluginFile(string Path, IReadOnlyList<WorkloadInfo> Workloads, IReadOnlyList<ExecutorInfo> Executors)
{
    public bool HasPlugins => Workloads.Count + Executors.Count > 0;

    /// <summary>Null if the file is no .NET assembly.</summary>
    public static PluginFile? Read(string path)
    {
        try
        {
            // Pipes and devices have no length, and reading one might never end.
            if (new FileInfo(path).Length == 0)
                return null;
            using var image = new PEReader(File.OpenRead(path), PEStreamOptions.PrefetchMetadata);
            return image.HasMetadata ? Read(path, image.GetMetadataReader()) : null;
        }
        catch (BadImageFormatException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PartimeException($"{path} cannot be read: {e.Message}", e);
        }
    }

    private static PluginFile Read(string path, MetadataReader metadata)
    {
        if (Contract.ReferenceOf(metadata) is not { } referenced)
            return new PluginFile(path, [], []);

        var reader = new PluginTypeReader(path, metadata);
        var workloads = new List<WorkloadInfo>();
        var executors = new List<ExecutorInfo>();
        foreach (var handle in metadata.CustomAttributes)
        {
            var attribute = metadata.GetCustomAttribute(handle);
            if (attribute.Parent.Kind != HandleKind.TypeDefinition)
                continue;

            var name = ContractAttribute.NameOf(metadata, attribute);
            if (name is not (nameof(WorkloadAttribute) or nameof(ExecutorAttribute)))
                continue;

            // Another contract may describe its plugins differently, so this comes before reading on.
            Contract.Check(path, referenced);
            var type = (TypeDefinitionHandle)attribute.Parent;
            if (name == nameof(WorkloadAttribute))
                workloads.Add(reader.ReadWorkload(type, attribute));
            else
                executors.Add(reader.ReadExecutor(type, attribute));
        }
        return new PluginFile(path, workloads, executors);
    }
}
