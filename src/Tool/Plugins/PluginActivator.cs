using System.Reflection;
using System.Runtime.Loader;
using McMaster.NETCore.Plugins.Loader;

namespace Partime.Tool.Plugins;

/// <summary>Loads plugin assemblies, each into a load context of its own, and constructs their classes.</summary>
/// <param name="known">The dependencies of the one plugin to load, which another process has found; <see langword="null"/> to look for
/// them in this process.</param>
internal sealed class PluginActivator(PluginDependencies? known = null)
{
    private static readonly Assembly Tool = typeof(PluginActivator).Assembly;

    private readonly Dictionary<string, Assembly> loaded = new() { [Tool.Location] = Tool };

    public T Create<T>(IPluginType info) where T : class
    {
        var type = LoadType(info);
        if (!type.IsAssignableTo(typeof(T)))
            throw Unusable(info, $"does not implement {typeof(T).Name}");
        if (type.IsAbstract)
            throw Unusable(info, "is abstract: mark a concrete class");
        if (type.GetConstructor(Type.EmptyTypes) is not { ContainsGenericParameters: false } constructor)
            throw Unusable(info, "needs a public constructor without parameters");

        try
        {
            return (T)constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, null, null);
        }
        // A plugin's code may throw anything.
        catch (Exception e)
        {
            var cause = (e as TypeInitializationException)?.InnerException ?? e;
            throw new PartimeException($"{Name(info)} failed in its constructor: {FaultPlace.Of(cause)}", cause) { Stack = FaultPlace.StackOf(cause) };
        }
    }

    private Type LoadType(IPluginType info)
    {
        try
        {
            var type = AssemblyAt(PluginPath.Of(info)).ManifestModule.ResolveType(info.TypeToken);
            return type.FullName == info.TypeName ? type : throw new TypeLoadException("the file has been replaced since it was read.");
        }
        // ArgumentException: the file has been replaced since it was read, and the assembly has no such token.
        catch (Exception e) when (e is IOException or BadImageFormatException or TypeLoadException or ArgumentException)
        {
            throw new PartimeException($"{Name(info)} cannot be loaded: {FaultMessage.Of(e)}", e);
        }
    }

    private Assembly AssemblyAt(PluginPath plugin)
    {
        var path = plugin.Actual;
        if (loaded.TryGetValue(path, out var assembly))
            return assembly;

        var dependencies = known ?? PluginDependencies.Of(plugin);
        var context = dependencies.StandsAlone ? Alone(path) : Resolving(path);
        if (dependencies.Frameworks.Length > 0)
            SharedFrameworks.Serve(context, dependencies.Frameworks);
        return loaded[path] = context.LoadFromAssemblyPath(path);
    }

    /// <summary>Without a resolver, which would find nothing and takes a worker process 5 ms to set up.</summary>
    private static AssemblyLoadContext Alone(string path) => new(path);

    /// <summary>McMaster's PluginLoader would read the host's configuration first, which takes ten times as long. In a context that can
    /// be unloaded, ReadyToRun, tiering and PGO are off, so the code being timed would not be the code that users run.</summary>
    private static AssemblyLoadContext Resolving(string path) => new AssemblyLoadContextBuilder()
        .SetMainAssemblyPath(path)
        .PreferDefaultLoadContextAssembly(Contract.Assembly)
        .IsLazyLoaded(true)
        .Build();

    private static PartimeException Unusable(IPluginType info, string reason) => new($"{Name(info)} {reason}.");

    private static string Name(IPluginType info) => $"The class {info.TypeName} of '{info.Name}' in {info.AssemblyPath}";
}
