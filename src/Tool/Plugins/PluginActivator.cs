using System.Reflection;
using System.Runtime.Loader;
using McMaster.NETCore.Plugins.Loader;

namespace Partime.Tool.Plugins;

/// <summary>Loads plugin assemblies, each into a load context of its own, and constructs their classes.</summary>
/// <param name="known">What another process has found around the one plugin that this one loads; <see langword="null"/> if this
/// process has to look for itself.</param>
internal sealed class PluginActivator(PluginSurroundings? known = null)
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
            var type = AssemblyAt(info.AssemblyPath).ManifestModule.ResolveType(info.TypeToken);
            return type.FullName == info.TypeName ? type : throw new TypeLoadException("the file has been replaced since it was read.");
        }
        // A token that the assembly does not have: the file has been replaced since it was read.
        catch (Exception e) when (e is IOException or BadImageFormatException or TypeLoadException or ArgumentException)
        {
            throw new PartimeException($"{Name(info)} cannot be loaded: {e.Message}", e);
        }
    }

    private Assembly AssemblyAt(string path)
    {
        if (loaded.TryGetValue(path, out var assembly))
            return assembly;

        var surroundings = known ?? PluginSurroundings.Of(path);
        var context = surroundings.StandsAlone ? Alone(path) : Resolving(path);
        if (surroundings.Frameworks.Length > 0)
            SharedFrameworks.Serve(context, surroundings.Frameworks);
        return loaded[path] = context.LoadFromAssemblyPath(path);
    }

    /// <summary>Where there is nothing that a resolver could find, none is set up: that takes a worker process 5 ms.</summary>
    private static AssemblyLoadContext Alone(string path) => new(path);

    /// <summary>McMaster's PluginLoader would read the host's configuration first, which takes ten times as long. A context that
    /// can be unloaded would switch off ReadyToRun, tiering and PGO, and so time other code than users run.</summary>
    private static AssemblyLoadContext Resolving(string path) => new AssemblyLoadContextBuilder()
        .SetMainAssemblyPath(path)
        .PreferDefaultLoadContextAssembly(Contract.Assembly)
        .IsLazyLoaded(true)
        .Build();

    private static PartimeException Unusable(IPluginType info, string reason) => new($"{Name(info)} {reason}.");

    private static string Name(IPluginType info) => $"The class {info.TypeName} of '{info.Name}' in {info.AssemblyPath}";
}
