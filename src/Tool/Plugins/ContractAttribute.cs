using System.Reflection.Metadata;

namespace Partime.Tool.Plugins;

/// <summary>The arguments of one of the contract's attributes: texts in the constructor's order, then what was set by name.</summary>
/// <remarks>Read by hand (ECMA-335 II.23.3), because the general decoder has to be compiled for every type it is used with,
/// which took half of the time that opening the catalog takes.</remarks>
internal sealed class ContractAttribute
{
    private readonly List<string> texts = [];
    private readonly Dictionary<string, object?> named = [];

    public ContractAttribute(MetadataReader metadata, CustomAttribute attribute)
    {
        var constructor = metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor);
        var signature = metadata.GetBlobReader(constructor.Signature);
        signature.ReadSignatureHeader();
        var parameters = signature.ReadCompressedInteger();

        var arguments = metadata.GetBlobReader(attribute.Value);
        arguments.ReadUInt16();
        while (texts.Count < parameters)
            texts.Add(arguments.ReadSerializedString() ?? "");
        for (var left = arguments.ReadUInt16(); left > 0; left--)
            ReadNamed(ref arguments);
    }

    public string Text(int position) => texts[position];

    /// <summary>What the property was set to, or the default if the plugin's author left it alone.</summary>
    public T Named<T>(string property, T unset) => !named.TryGetValue(property, out var value) ? unset
        : value is T or null ? (T)value!
        : throw new BadImageFormatException($"The attribute's property {property} is of an unexpected type.");

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

    private void ReadNamed(ref BlobReader arguments)
    {
        arguments.ReadSerializationTypeCode(); // a property: the contract's attributes have no fields
        var type = arguments.ReadSerializationTypeCode();
        var name = arguments.ReadSerializedString()!;
        named[name] = type switch
        {
            SerializationTypeCode.String => arguments.ReadSerializedString(),
            SerializationTypeCode.Boolean => arguments.ReadBoolean(),
            SerializationTypeCode.Int32 => arguments.ReadInt32(),
            _ => throw new BadImageFormatException($"The attribute's property {name} is of an unexpected type."),
        };
    }
}
