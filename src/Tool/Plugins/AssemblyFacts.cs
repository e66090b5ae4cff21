using System.Diagnostics;
using System.Reflection;
using System.Reflection.Metadata;
using System.Runtime.Versioning;

namespace Partime.Tool.Plugins;

/// <summary>How an assembly was built, read from its metadata: none of its code is loaded.</summary>
/// <param name="Name">Its simple name.</param>
/// <param name="Version">The version in other assemblies' references.</param>
/// <param name="InformationalVersion">The version for people; null if there is none.</param>
/// <param name="Contract">The contract that it was built against; null if it does not reference the contract.</param>
/// <param name="TargetFramework">As compilers write it: <c>.NETCoreApp,Version=v10.0</c>; null if there is none.</param>
/// <param name="References">The simple names of the assemblies that it references.</param>
/// <param name="IsUnoptimized">Whether it was built in Debug, so that the just-in-time compiler does not optimize its code.</param>
internal sealed record AssemblyFacts(
    string Name, Version Version, string? InformationalVersion, Version? Contract, string? TargetFramework, IReadOnlyList<string> References, bool IsUnoptimized)
{
    public static AssemblyFacts Read(PluginPath path)
    {
        try
        {
            return AssemblyMetadata.Read(path, Read) ?? throw new BadImageFormatException("It is no .NET assembly.");
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
            var name = metadata.ClassOf(attribute) is { IsNil: false } type ? metadata.FullName(type) : null;
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

    /// <summary>Compilers pass the modes as a number. An older constructor takes two truth values, of which the second is this one.</summary>
    private static bool DisablesOptimizations(MetadataReader metadata, CustomAttribute attribute)
    {
        var arguments = metadata.GetBlobReader(attribute.Value);
        arguments.ReadUInt16();
        // Besides the arguments, only the number of named properties is left.
        return arguments.RemainingBytes - sizeof(ushort) >= sizeof(int)
            ? ((DebuggableAttribute.DebuggingModes)arguments.ReadInt32()).HasFlag(DebuggableAttribute.DebuggingModes.DisableOptimizations)
            : arguments.ReadBoolean() && arguments.ReadBoolean();
    }
}
