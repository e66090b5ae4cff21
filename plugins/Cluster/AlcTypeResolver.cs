using System.Collections.Concurrent;
using System.Runtime.Loader;
using Orleans.Serialization.TypeSystem;

namespace Partime.Plugins.Cluster;

/// <summary>Finds types by name in this plugin's load context alone. Orleans would look through all assemblies of the process, where a workload that uses
/// Orleans, too, has others of the same names.</summary>
internal sealed class AlcTypeResolver : TypeResolver
{
    private static readonly AssemblyLoadContext Context = AssemblyLoadContext.GetLoadContext(typeof(AlcTypeResolver).Assembly)!;

    private readonly ConcurrentDictionary<string, Type> found = new();

    public override Type ResolveType(string name) => TryResolveType(name, out var type) ? type : throw new TypeLoadException($"There is no type '{name}' in the plugin Cluster.");

    public override bool TryResolveType(string name, out Type type)
    {
        if (found.TryGetValue(name, out type!))
            return true;
        type = Find(name)!;
        if (type is null)
            return false;
        found[name] = type;
        return true;
    }

    private static Type? Find(string name)
    {
        foreach (var assembly in Context.Assemblies)
            if (assembly.GetType(name, throwOnError: false) is { } type)
                return type;
        using (Context.EnterContextualReflection())
            return Type.GetType(name, Context.LoadFromAssemblyName, (assembly, type, ignoreCase) => assembly is null ? Type.GetType(type, throwOnError: false, ignoreCase) : assembly.GetType(type, throwOnError: false, ignoreCase), throwOnError: false);
    }
}
