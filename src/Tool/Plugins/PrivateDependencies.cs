using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.Loader;

namespace Partime.Tool.Plugins;

/// <summary>The assemblies that a plugin brings along.</summary>
internal static class PrivateDependencies
{
    /// <summary>Without this a missing one shows only when a task first touches it, or is silently replaced by the one of the
    /// same name that partime itself uses, in another version.</summary>
    public static void Check(string pluginPath)
    {
        var missing = new List<string>();
        foreach (var name in References(pluginPath))
            if (name != Contract.Assembly.Name && !Framework.Has(name) && !IsBeside(pluginPath, name))
                missing.Add(name);

        if (missing.Count > 0)
            throw new PartimeException($"{pluginPath} needs {string.Join(", ", missing)}, which is not beside it: "
                + "build it with EnableDynamicLoading=true in its project, which copies dependencies, or copy the file there.");
    }

    /// <summary>Whether the plugin's folder and those below hold no other assembly and no native library, so that everything it
    /// needs comes from .NET and the contract.</summary>
    public static bool StandsAlone(string pluginPath)
    {
        try
        {
            foreach (var file in Directory.EnumerateFiles(Path.GetDirectoryName(pluginPath)!, "*", SearchOption.AllDirectories))
                if (file != pluginPath && !IsCompany(Path.GetFileName(file)))
                    return false;
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // There is something, and nobody knows what.
            return false;
        }

        static bool IsCompany(string name) =>
            name == $"{Contract.Assembly.Name}.dll" || Path.GetExtension(name) is ".json" or ".pdb" or ".xml" or ".md" or ".txt";
    }

    private static List<string> References(string path)
    {
        using var image = new PEReader(File.OpenRead(path), PEStreamOptions.PrefetchMetadata);
        var metadata = image.GetMetadataReader();
        var names = new List<string>();
        foreach (var handle in metadata.AssemblyReferences)
            names.Add(metadata.GetString(metadata.GetAssemblyReference(handle).Name));
        return names;
    }

    /// <summary>The .deps.json, which is slow to read, knows of files in subfolders such as <c>runtimes/linux-x64/lib</c>.</summary>
    private static bool IsBeside(string pluginPath, string name) =>
        File.Exists(Path.Combine(Path.GetDirectoryName(pluginPath)!, $"{name}.dll"))
        || new AssemblyDependencyResolver(pluginPath).ResolveAssemblyToPath(new AssemblyName(name)) is not null;
}
