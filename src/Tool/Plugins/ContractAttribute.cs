using System.Reflection.Metadata;

namespace Partime.Tool.Plugins;

/// <summary>The arguments of one of the contract's attributes: texts in the constructor's order, then what was set by name.</summary>
internal sealed class ContractAttribute(CustomAttributeValue<string> value)
{
    public string Text(int position) => value.FixedArguments[position].Value as string ?? "";

    /// <summary>What the property was set to, or the default if the plugin's author left it alone.</summary>
    public T Named<T>(string property, T unset)
    {
        foreach (var argument in value.NamedArguments)
            if (argument.Name == property)
                return (T)argument.Value!;
        return unset;
    }

    public static ContractAttribute Decode(CustomAttribute attribute) => new(attribute.DecodeValue(TypeTexts.Instance));

    /// <summary>The attribute's class name if the class belongs to the contract.</summary>
    public static string? NameOf(MetadataReader metadata, CustomAttribute attribute)
    {
        // A class of another assembly is referred to by a member reference; the contract is always another assembly.
        if (attribute.Constructor.Kind != HandleKind.MemberReference)
            return null;
        var parent = metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent;
        if (parent.Kind != HandleKind.TypeReference)
            return null;
        var type = metadata.GetTypeReference((TypeReferenceHandle)parent);
        return metadata.StringComparer.Equals(type.Namespace, nameof(Partime)) ? metadata.GetString(type.Name) : null;
    }
}
