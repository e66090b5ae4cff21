using System.Reflection;
using McMaster.NETCore.Plugins.Loader;

namespace Partime.Tool.Plugins;

/// <summary>Loads plugin assemblies, each into a load context of its own, and constructs their classes.</summary>
internal sealed class PluginActivator
{
    private static readonly Assembly Tool = typeof(PluginActivator).Assembly;

    private readonly Dictionary<string, Assembly> loaded = new() { [Tool.Location] = Tool };

    public T Create<T>(IPluginType info) where T : class
    {
        var type = LoadType(info);
        if (!type.IsAssignableTo(typeof(T)))
            throw Unusable(info, $"does not implement {typeof(T).Name}");
        if (type.IsAbstract)
            throw Unusable(info, "is abstract: mark a class that can be constructed");
        if (type.GetConstructor(Type.EmptyTypes) is not { ContainsGenericParameters: false } constructor)
            throw Unusable(info, "needs a public constructor without parameters");

        try
        {
            return (T)constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, null, null);
        }
        // It is the plugin's code, which may throw anything.
        catch (Exception e)
        {
            var cause = (e as TypeInitializationException)?.InnerException ?? e;
            throw new PartimeException($"{Name(info)} failed in its constructor: {cause.Message}", cause);
        }
    }

    private Type LoadType(IPluginType info)
    {
        try
        {
            return AssemblyAt(info.AssemblyPath).GetType(info.TypeName, throwOnError: true)!;
        }
        catch (Exception e) when (e is IOException or BadImageFormatException or TypeLoadException)
        {
            throw new PartimeException($"{Name(info)} cannot be loaded: {e.Message}", e);
        }
    }

    private Assembly AssemblyAt(string path)
    {
        if (loaded.TryGetValue(path, out var assembly))
            return assembly;

        PrivateDependencies.Check(path);
        return loaded[path] = Load(path);
    }

    /// <summary>McMaster's PluginLoader would read the host's configuration first, which takes ten times as long. A context that
    /// can be unloaded would switch off ReadyToRun, tiering and PGO, and so time other code than users run.</summary>
    private static Assembly Load(string path) => new AssemblyLoadContextBuilder()
        .SetMainAssemblyPath(path)
        .PreferDefaultLoadContextAssembly(Contract.Assembly)
        .IsLazyLoaded(true)
        .Build()
        .LoadFromAssemblyPath(path);

    private static PartimeException Unusable(IPluginType info, string reason) => new($"{Name(info)} {reason}.");

    private static string Name(IPluginType info) => $"The class {info.TypeName} of '{info.Name}' in {info.AssemblyPath}";
}
