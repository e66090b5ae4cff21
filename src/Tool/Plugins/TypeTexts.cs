using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;

namespace Partime.Tool.Plugins;

/// <summary>Decodes types in metadata to the texts that users read: <c>text</c>, <c>size</c>, an enum's members.</summary>
internal sealed class TypeTexts : ISignatureTypeProvider<string, object?>
{
    public const string Whole = "whole number";

    public const string Unsigned = "whole number from 0";

    public const string Duration = "duration";

    public const string Size = "size";

    public const string Address = "address";

    public const string Moment = "date and time";

    public const string Id = "GUID";

    /// <summary>Follows the type of a list's values.</summary>
    public const string Repeatable = ", repeatable";

    private const string Nullable = "System.Nullable`1";

    public static readonly TypeTexts Instance = new();

    public string GetPrimitiveType(PrimitiveTypeCode typeCode) => typeCode switch
    {
        PrimitiveTypeCode.String => "text",
        PrimitiveTypeCode.Boolean => "true|false",
        PrimitiveTypeCode.Single or PrimitiveTypeCode.Double => "number",
        PrimitiveTypeCode.SByte or PrimitiveTypeCode.Int16 or PrimitiveTypeCode.Int32 or PrimitiveTypeCode.Int64 => Whole,
        PrimitiveTypeCode.Byte or PrimitiveTypeCode.UInt16 or PrimitiveTypeCode.UInt32 or PrimitiveTypeCode.UInt64 => Unsigned,
        _ => typeCode.ToString(),
    };

    public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) =>
        reader.FullName(handle) switch
        {
            "System.TimeSpan" => Duration,
            "Partime.ByteSize" => Size,
            "System.Decimal" => "number",
            "System.Uri" => Address,
            "System.DateTimeOffset" => Moment,
            "System.Guid" => Id,
            // Not an enum, so there is no need to load it.
            Nullable => Nullable,
            var name => FrameworkEnum(reader, handle) ?? name,
        };

    public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind)
    {
        if (!IsEnum(reader, handle))
            return reader.FullName(handle);

        var members = new List<string>();
        foreach (var fieldHandle in reader.GetTypeDefinition(handle).GetFields())
        {
            var field = reader.GetFieldDefinition(fieldHandle);
            if (field.Attributes.HasFlag(FieldAttributes.Literal))
                members.Add(reader.GetString(field.Name));
        }
        return string.Join('|', members);
    }

    public string GetSZArrayType(string elementType) => elementType + Repeatable;

    /// <summary>An <c>int?</c> takes the same values as an <c>int</c>.</summary>
    public string GetGenericInstantiation(string genericType, ImmutableArray<string> typeArguments) =>
        genericType == Nullable ? typeArguments[0] : OptionTypes.Lists.Contains(genericType) ? typeArguments[0] + Repeatable : genericType;

    public string GetArrayType(string elementType, ArrayShape shape) => $"{elementType}[{new string(',', shape.Rank - 1)}]";
    public string GetByReferenceType(string elementType) => elementType;
    public string GetPointerType(string elementType) => $"{elementType}*";
    public string GetPinnedType(string elementType) => elementType;
    public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) => unmodifiedType;
    public string GetFunctionPointerType(MethodSignature<string> signature) => "function pointer";
    public string GetGenericTypeParameter(object? genericContext, int index) => $"T{index}";
    public string GetGenericMethodParameter(object? genericContext, int index) => $"T{index}";
    public string GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
        reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

    public static bool IsEnum(MetadataReader reader, TypeDefinitionHandle handle) =>
        reader.GetTypeDefinition(handle).BaseType is { Kind: HandleKind.TypeReference } type && reader.FullName((TypeReferenceHandle)type) == "System.Enum";

    /// <summary>A type of .NET; <see langword="null"/> if it is another's. Loading one runs no plugin code.</summary>
    public static Type? FrameworkType(MetadataReader reader, TypeReferenceHandle handle)
    {
        var scope = reader.GetTypeReference(handle).ResolutionScope;
        if (scope.Kind != HandleKind.AssemblyReference)
            return null;
        var assembly = reader.GetString(reader.GetAssemblyReference((AssemblyReferenceHandle)scope).Name);
        return Framework.Has(assembly) ? Type.GetType($"{reader.FullName(handle)}, {assembly}") : null;
    }

    /// <summary>The members of an enum of .NET, such as <c>CompressionLevel</c>.</summary>
    private static string? FrameworkEnum(MetadataReader reader, TypeReferenceHandle handle) =>
        FrameworkType(reader, handle) is { IsEnum: true } type ? string.Join('|', type.GetEnumNames()) : null;
}

internal static class MetadataNames
{
    /// <summary>The class's name in reflection, with <c>+</c> between a class and one nested in it.</summary>
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

    /// <summary>The class of an attribute; nil if it belongs to the same assembly.</summary>
    public static TypeReferenceHandle ClassOf(this MetadataReader metadata, CustomAttribute attribute)
    {
        if (attribute.Constructor.Kind != HandleKind.MemberReference)
            return default;
        var parent = metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent;
        return parent.Kind == HandleKind.TypeReference ? (TypeReferenceHandle)parent : default;
    }
}
