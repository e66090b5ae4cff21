using System.Diagnostics;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.Versioning;

namespace Partime.Tool.Plugins;

/// <summary>How an assembly was built, as its metadata says; none of its code is loaded.</summary>
/// <param name="Name">Its simple name.</param>
/// <param name="Version">What other assemblies refer to.</param>
/// <param name="InformationalVersion">What people call it; null if nothing was said.</param>
/// <param name="Contract">The contract that it was built against; null if it knows none.</param>
/// <param name="TargetFramework">As compilers write it: <c>.NETCoreApp,Version=v10.0</c>; null if nothing was said.</param>
/// <param name="References">The simple names of the assemblies that it refers to.</param>
/// <param name="IsUnoptimized">Whether the just-in-time compiler leaves its code as it is, as a build in Debug asks for.</param>
internal sealed record AssemblyFacts(
    string Name, Version Version, string? InformationalVersion, Version? Contract, string? TargetFramework, IReadOnlyList<string> References, bool IsUnoptimized)
{
    public static AssemblyFacts Read(string path)
    {
        try
        {
            using var image = new PEReader(File.OpenRead(path), PEStreamOptions.PrefetchMetadata);
            return Read(image.GetMetadataReader());
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or BadImageFormatException or InvalidOperationException)
        {
            throw new PartimeException($"{path} cannot be read: {exception.Message}", exception);
        }
    }

    private static AssemblyFacts Read(MetadataReader metadata)
    {
        var assembly = metadata.GetAssemblyDefinition();
        string? informational = null, framework = null;
        var isUnoptimized = false;
        foreach (var handle in assembly.GetCustomAttributes())
        {
            var attribute = metadata.GetCustomAttribute(handle);
            var name = metadata.ClassOf(attribute);
            if (name == typeof(AssemblyInformationalVersionAttribute).FullName)
                informational = FirstText(metadata, attribute);
            else if (name == typeof(TargetFrameworkAttribute).FullName)
                framework = FirstText(metadata, attribute);
            else if (name == typeof(DebuggableAttribute).FullName)
                isUnoptimized = DisablesOptimizations(metadata, attribute);
        }
        var references = new List<string>();
        foreach (var reference in metadata.AssemblyReferences)
            references.Add(metadata.GetString(metadata.GetAssemblyReference(reference).Name));
        return new AssemblyFacts(
            metadata.GetString(assembly.Name), assembly.Version, informational, Plugins.Contract.ReferenceOf(metadata), framework, references, isUnoptimized);
    }

    private static string? FirstText(MetadataReader metadata, CustomAttribute attribute)
    {
        var arguments = metadata.GetBlobReader(attribute.Value);
        arguments.ReadUInt16();
        return arguments.ReadSerializedString();
    }

    /// <summary>Compilers give the modes as a number; the older constructor took two truth values, the second being this one.</summary>
    private static bool DisablesOptimizations(MetadataReader metadata, CustomAttribute attribute)
    {
        var arguments = metadata.GetBlobReader(attribute.Value);
        arguments.ReadUInt16();
        // What is left besides the number of properties that were set.
        return arguments.RemainingBytes - sizeof(ushort) >= sizeof(int)
            ? ((DebuggableAttribute.DebuggingModes)arguments.ReadInt32()).HasFlag(DebuggableAttribute.DebuggingModes.DisableOptimizations)
            : arguments.ReadBoolean() && arguments.ReadBoolean();
    }
}
