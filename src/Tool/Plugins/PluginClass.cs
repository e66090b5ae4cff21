using System.Reflection;
using System.Reflection.Metadata;

namespace Partime.Tool.Plugins;

/// <summary>A class in metadata, with the classes of the same assembly that it derives from.</summary>
internal sealed class PluginClass
{
    private readonly MetadataReader metadata;
    private readonly List<TypeDefinition> classes = [];
    private readonly List<string> interfaces = [];

    /// <summary>The first class of another assembly.</summary>
    private readonly string root = "";

    public PluginClass(MetadataReader metadata, TypeDefinitionHandle handle)
    {
        this.metadata = metadata;
        EntityHandle at = handle;
        // In a damaged file a class may derive from itself.
        for (; at.Kind == HandleKind.TypeDefinition && !at.IsNil && classes.Count < metadata.TypeDefinitions.Count; at = classes[^1].BaseType)
            classes.Add(metadata.GetTypeDefinition((TypeDefinitionHandle)at));
        if (at.Kind == HandleKind.TypeReference)
            root = metadata.FullName((TypeReferenceHandle)at);
        foreach (var type in classes)
            AddInterfaces(type);
    }

    public string Name => metadata.GetString(classes[0].Name).Split('`')[0];

    /// <summary>On its own: nested classes are parts of others.</summary>
    public bool IsPublic => (classes[0].Attributes & (TypeAttributes.VisibilityMask | TypeAttributes.Interface)) == TypeAttributes.Public;

    /// <summary>Whether members that its metadata does not show may be inherited.</summary>
    public bool HasUnknownBase => root is not ("System.Object" or "Partime.Workload" or "Partime.BlockingWorkload");

    public bool IsMarked
    {
        get
        {
            foreach (var handle in classes[0].GetCustomAttributes())
                if (ContractAttribute.NameOf(metadata, metadata.GetCustomAttribute(handle)) is nameof(WorkloadAttribute) or nameof(ExecutorAttribute))
                    return true;
            return false;
        }
    }

    public string? ReasonNotToConstruct
    {
        get
        {
            if (classes[0].Attributes.HasFlag(TypeAttributes.Abstract))
                return "is abstract: mark a concrete class";
            if (classes[0].GetGenericParameters().Count > 0)
                return "is generic: mark a class without type parameters";
            foreach (var method in Methods(classes[0]))
                if (metadata.StringComparer.Equals(method.Name, ".ctor") && IsPublicMethod(method) && ParametersOf(method) == 0)
                    return null;
            return "has no public constructor without parameters: add one, and make its parameters options";
        }
    }

    public IEnumerable<string> AsyncVoidMethods
    {
        get
        {
            foreach (var type in classes)
                foreach (var method in Methods(type))
                    if (ReturnsVoid(method) && Has(method.GetCustomAttributes(), "System.Runtime.CompilerServices.AsyncStateMachineAttribute"))
                        yield return metadata.GetString(method.Name);
        }
    }

    /// <summary>The static fields that can change, and those of concurrent collections: these are made to be changed. Whether others are, only the
    /// code shows. None of a class in F#, which marks no static field as read-only. It adds a field <c>init@</c> to each class that has static ones.</summary>
    public IReadOnlyList<string> MutableStatics
    {
        get
        {
            var names = new List<string>();
            foreach (var type in classes)
                foreach (var handle in type.GetFields())
                    if (metadata.GetFieldDefinition(handle) is var declared
                        && ((declared.Attributes & (FieldAttributes.Static | FieldAttributes.InitOnly | FieldAttributes.Literal)) == FieldAttributes.Static || IsConcurrent(declared))
                        && !Has(declared.GetCustomAttributes(), "System.ThreadStaticAttribute"))
                        names.Add(PropertyOrField(metadata.GetString(declared.Name)));
            return names.Exists(name => name.StartsWith("init@", StringComparison.Ordinal)) ? [] : names;
        }
    }

    /// <summary>Such as a static <c>ConcurrentDictionary</c>: all of them are generic.</summary>
    private bool IsConcurrent(FieldDefinition field)
    {
        var signature = metadata.GetBlobReader(field.Signature);
        signature.ReadSignatureHeader();
        return field.Attributes.HasFlag(FieldAttributes.Static)
            && signature.ReadSignatureTypeCode() == SignatureTypeCode.GenericTypeInstance
            && signature.ReadSignatureTypeCode() == SignatureTypeCode.TypeHandle
            && signature.ReadTypeHandle() is { Kind: HandleKind.TypeReference } type
            && metadata.FullName((TypeReferenceHandle)type).StartsWith("System.Collections.Concurrent.", StringComparison.Ordinal);
    }

    public bool Implements(Type contract) => interfaces.Contains(contract.FullName!) || Derives(contract);

    /// <summary>Whether it inherits an implementation from a base class of the contract.</summary>
    public bool Derives(Type contract) =>
        contract.IsAssignableFrom(root == typeof(Workload).FullName ? typeof(Workload) : root == typeof(BlockingWorkload).FullName ? typeof(BlockingWorkload) : typeof(object));

    public PropertyDefinition? FindProperty(string name)
    {
        foreach (var type in classes)
            foreach (var handle in type.GetProperties())
                if (metadata.GetPropertyDefinition(handle) is var property && metadata.StringComparer.Equals(property.Name, name))
                    return property;
        return null;
    }

    public bool IsPublicAccessor(MethodDefinitionHandle method) => !method.IsNil && IsPublicMethod(metadata.GetMethodDefinition(method));

    /// <summary>Whether a method has the name of one that partime calls, and none of that name implements an interface or overrides: compilers
    /// mark those as virtual. Methods that are not public may be any, but hardly a preparation.</summary>
    /// <param name="name">The name.</param>
    /// <param name="hasParameters">Whether the method that partime calls has parameters.</param>
    public bool HasUncalled(string name, bool hasParameters)
    {
        var hasUncalled = false;
        foreach (var type in classes)
            foreach (var method in Methods(type))
            {
                var own = metadata.GetString(method.Name);
                if (method.Attributes.HasFlag(MethodAttributes.Virtual) && (own == name || own.EndsWith($".{name}", StringComparison.Ordinal)))
                    return false;
                hasUncalled |= own == name && !method.Attributes.HasFlag(MethodAttributes.Static)
                    && (name == nameof(IWorkload.StartAsync) || IsPublicMethod(method)) && (hasParameters || ParametersOf(method) == 0);
            }
        return hasUncalled;
    }

    private void AddInterfaces(TypeDefinition type)
    {
        foreach (var handle in type.GetInterfaceImplementations())
        {
            var implemented = metadata.GetInterfaceImplementation(handle).Interface;
            if (implemented.Kind is not (HandleKind.TypeReference or HandleKind.TypeDefinition))
                continue;
            var name = implemented.Kind == HandleKind.TypeReference ? metadata.FullName((TypeReferenceHandle)implemented) : metadata.FullName((TypeDefinitionHandle)implemented);
            if (interfaces.Contains(name))
                continue;
            interfaces.Add(name);
            // Not every compiler lists what an interface derives from.
            if (name == typeof(IBlockingWorkload).FullName)
                interfaces.Add(typeof(IWorkload).FullName!);
            if (implemented.Kind == HandleKind.TypeDefinition)
                AddInterfaces(metadata.GetTypeDefinition((TypeDefinitionHandle)implemented));
        }
    }

    private IEnumerable<MethodDefinition> Methods(TypeDefinition type)
    {
        foreach (var handle in type.GetMethods())
            yield return metadata.GetMethodDefinition(handle);
    }

    private static bool IsPublicMethod(MethodDefinition method) => (method.Attributes & MethodAttributes.MemberAccessMask) == MethodAttributes.Public;

    private bool ReturnsVoid(MethodDefinition method)
    {
        var signature = metadata.GetBlobReader(method.Signature);
        if (signature.ReadSignatureHeader().IsGeneric)
            signature.ReadCompressedInteger();
        signature.ReadCompressedInteger();
        return signature.ReadSignatureTypeCode() == SignatureTypeCode.Void;
    }

    private int ParametersOf(MethodDefinition method)
    {
        var signature = metadata.GetBlobReader(method.Signature);
        signature.ReadSignatureHeader();
        return signature.ReadCompressedInteger();
    }

    private bool Has(CustomAttributeHandleCollection attributes, string name)
    {
        foreach (var handle in attributes)
            if (metadata.ClassOf(metadata.GetCustomAttribute(handle)) is { IsNil: false } type && metadata.FullName(type) == name)
                return true;
        return false;
    }

    /// <summary>The field behind a property is named <c>&lt;Property&gt;k__BackingField</c>.</summary>
    private static string PropertyOrField(string field) => field.StartsWith('<') ? field[1..field.IndexOf('>')] : field;
}
