using System.Reflection.Metadata;

namespace Partime.Tool.Plugins;

internal static class MetadataNames
{
    /// <summary>The name by which reflection knows a class, with <c>+</c> between a class and one nested in it.</summary>
    public static string FullName(this MetadataReader metadata, TypeDefinitionHandle handle)
    {
        var type = metadata.GetTypeDefinition(handle);
        var name = metadata.GetString(type.Name);
        if (type.IsNested)
            return $"{metadata.FullName(type.GetDeclaringType())}+{name}";
        return type.Namespace.IsNil ? name : $"{metadata.GetString(type.Namespace)}.{name}";
    }

    public static string FullName(this MetadataReader metadata, TypeReferenceHandle handle)
    {
        var type = metadata.GetTypeReference(handle);
        var name = metadata.GetString(type.Name);
        return type.Namespace.IsNil ? name : $"{metadata.GetString(type.Namespace)}.{name}";
    }

    /// <summary>The full name of an attribute's class, if that belongs to another assembly.</summary>
    public static string? ClassOf(this MetadataReader metadata, CustomAttribute attribute)
    {
        if (attribute.Constructor.Kind != HandleKind.MemberReference)
            return null;
        var parent = metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent;
        return parent.Kind == HandleKind.TypeReference ? metadata.FullName((TypeReferenceHandle)parent) : null;
    }
}
