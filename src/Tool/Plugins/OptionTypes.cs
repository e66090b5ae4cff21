using System.Reflection.Metadata;

namespace Partime.Tool.Plugins;

/// <summary>The types of options, read from metadata without loading the plugin.</summary>
internal static class OptionTypes
{
    /// <summary>Besides arrays.</summary>
    public static readonly string[] Lists = ["System.Collections.Generic.List`1", "System.Collections.Generic.IReadOnlyList`1"];

    /// <summary>Stands for any enum of the plugin, whose members are in <see cref="OptionInfo.AllowedValues"/>.</summary>
    private enum OwnEnum;

    /// <summary>Null if the type belongs to another assembly of the plugin; <see cref="object"/> for one that no option can have.</summary>
    public static Type? Of(MetadataReader metadata, PropertyDefinition property)
    {
        var signature = metadata.GetBlobReader(property.Signature);
        signature.ReadSignatureHeader();
        signature.ReadCompressedInteger();
        var code = signature.ReadSignatureTypeCode();
        return code == SignatureTypeCode.SZArray
            ? OfOne(metadata, ref signature, signature.ReadSignatureTypeCode())?.MakeArrayType()
            : OfOne(metadata, ref signature, code);
    }

    public static bool IsOwnEnum(Type type) => OptionConversion.TypeOfOne(type) == typeof(OwnEnum);

    public static bool AreMembers(OptionInfo option, string text)
    {
        foreach (var value in option.IsList ? text.Split(',', StringSplitOptions.TrimEntries) : [text])
            if (!option.AllowedValues.Contains(value, StringComparer.OrdinalIgnoreCase))
                return false;
        return true;
    }

    /// <summary>The limit that <see cref="OptionInfo.TakesOne"/> does not name.</summary>
    public static string Limit(Type type) =>
        OptionConversion.TypeOfOne(type) is { IsEnum: false } one && Type.GetTypeCode(one) is >= TypeCode.SByte and <= TypeCode.UInt64 ? $" of the type {one.Name}" : "";

    private static Type? OfOne(MetadataReader metadata, ref BlobReader signature, SignatureTypeCode code)
    {
        if (code == SignatureTypeCode.GenericTypeInstance)
        {
            signature.ReadSignatureTypeCode();
            var generic = signature.ReadTypeHandle();
            signature.ReadCompressedInteger();
            var name = generic.Kind == HandleKind.TypeReference ? metadata.FullName((TypeReferenceHandle)generic) : "";
            code = signature.ReadSignatureTypeCode();
            if (Lists.Contains(name))
                return OfOne(metadata, ref signature, code)?.MakeArrayType();
            if (name != "System.Nullable`1")
                return typeof(object);
        }
        return code switch
        {
            SignatureTypeCode.String => typeof(string),
            SignatureTypeCode.Boolean => typeof(bool),
            SignatureTypeCode.SByte => typeof(sbyte),
            SignatureTypeCode.Byte => typeof(byte),
            SignatureTypeCode.Int16 => typeof(short),
            SignatureTypeCode.UInt16 => typeof(ushort),
            SignatureTypeCode.Int32 => typeof(int),
            SignatureTypeCode.UInt32 => typeof(uint),
            SignatureTypeCode.Int64 => typeof(long),
            SignatureTypeCode.UInt64 => typeof(ulong),
            SignatureTypeCode.Single => typeof(float),
            SignatureTypeCode.Double => typeof(double),
            SignatureTypeCode.TypeHandle => OfHandle(metadata, signature.ReadTypeHandle()),
            _ => typeof(object),
        };
    }

    private static Type? OfHandle(MetadataReader metadata, EntityHandle handle)
    {
        if (handle.Kind == HandleKind.TypeDefinition)
            return TypeTexts.IsEnum(metadata, (TypeDefinitionHandle)handle) ? typeof(OwnEnum) : typeof(object);
        if (handle.Kind != HandleKind.TypeReference)
            return typeof(object);
        var reference = (TypeReferenceHandle)handle;
        return metadata.FullName(reference) switch
        {
            "System.TimeSpan" => typeof(TimeSpan),
            "System.Uri" => typeof(Uri),
            "System.DateTimeOffset" => typeof(DateTimeOffset),
            "System.Guid" => typeof(Guid),
            "System.Decimal" => typeof(decimal),
            "Partime.ByteSize" => typeof(ByteSize),
            _ => TypeTexts.FrameworkType(metadata, reference),
        };
    }
}
