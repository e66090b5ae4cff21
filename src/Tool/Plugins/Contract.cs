using System.Reflection;
using System.Reflection.Metadata;

namespace Partime.Tool.Plugins;

/// <summary>The contract between this tool and its plugins: the assembly Partime.Abstractions.</summary>
internal static class Contract
{
    public static readonly AssemblyName Assembly = typeof(IWorkload).Assembly.GetName();

    /// <summary>The version of the contract that an assembly was built against; null if it does not reference the contract.</summary>
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

    /// <summary>Refuses a plugin that was built against a newer contract or another major version. It would be loaded with a contract
    /// of its own, and its classes would not implement this tool's interfaces.</summary>
    public static void Check(PluginPath path, Version referenced)
    {
        var ours = Assembly.Version!;
        if (referenced.Major == ours.Major && referenced <= ours)
            return;

        var remedy = referenced > ours ? "update partime" : "build it against the package of that name that belongs to this partime";
        throw new PartimeException($"{path} was built against {Assembly.Name} {referenced}, and this partime has {ours}: {remedy}.");
    }
}

/// <summary>The arguments of one of the contract's attributes: texts in the constructor's order, and named properties.</summary>
/// <remarks>Decoded by hand (ECMA-335 II.23.3). The general decoder is compiled for each type that it is used with, which doubled the
/// time for opening the catalog.</remarks>
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

    /// <summary>The value of the property, or the default if the attribute does not set it.</summary>
    public T Named<T>(string property, T defaultValue) => !named.TryGetValue(property, out var value) ? defaultValue
        : value is T or null ? (T)value!
        : throw new BadImageFormatException($"The attribute's property {property} is of an unexpected type.");

    /// <summary>The attribute's class name if the class belongs to the contract.</summary>
    public static string? NameOf(MetadataReader metadata, CustomAttribute attribute)
    {
        var handle = metadata.ClassOf(attribute);
        if (handle.IsNil)
            return null;
        var type = metadata.GetTypeReference(handle);
        return metadata.StringComparer.Equals(type.Namespace, nameof(Partime)) ? metadata.GetString(type.Name) : null;
    }

    private void ReadNamed(ref BlobReader arguments)
    {
        arguments.ReadSerializationTypeCode(); // a property: the contract's attributes have no fields
        var type = arguments.ReadSerializationTypeCode();
        if (type == SerializationTypeCode.Enum)
            arguments.ReadSerializedString(); // its name: the contract's enumerations are of the type int
        var name = arguments.ReadSerializedString()!;
        named[name] = type switch
        {
            SerializationTypeCode.String => arguments.ReadSerializedString(),
            SerializationTypeCode.Boolean => arguments.ReadBoolean(),
            SerializationTypeCode.Int32 or SerializationTypeCode.Enum => arguments.ReadInt32(),
            _ => throw new BadImageFormatException($"The attribute's property {name} is of an unexpected type."),
        };
    }
}
