using System.Reflection;
using System.Reflection.Metadata;

namespace Partime.Tool.Plugins;

/// <summary>The contract between this tool and a plugin, as an assembly with a version.</summary>
internal static class Contract
{
    public static readonly AssemblyName Assembly = typeof(IWorkload).Assembly.GetName();

    /// <summary>The version of the contract that an assembly was built against; null if it knows none.</summary>
    public static Version? ReferenceOf(MetadataReader metadata)
    {
        foreach (var handle in metadata.AssemblyReferences)
        {
            var reference = metadata.GetAssemblyReference(handle);
            if (metadata.StringComparer.Equals(reference.Name, Assembly.Name!))
                return reference.Version;
        }
        return null;
    }

    /// <summary>Refuses a plugin of another major or of a newer contract. Loaded all the same, it would get a contract of its
    /// own, and its classes would implement nothing that this tool knows.</summary>
    public static void Check(string path, Version referenced)
    {
        var ours = Assembly.Version!;
        if (referenced.Major == ours.Major && referenced <= ours)
            return;

        var remedy = referenced > ours ? "update partime" : "build it against the package of that name that came with this partime";
        throw new PartimeException($"{path} was built against {Assembly.Name} {referenced}, and this partime has {ours}: {remedy}.");
    }
}
