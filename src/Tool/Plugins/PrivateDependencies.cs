using System.Reflection;
using System.Runtime.Loader;

namespace Partime.Tool.Plugins;

/// <summary>The assemblies that a plugin brings along.</summary>
internal static class PrivateDependencies
{
    /// <summary>Without this a missing one shows only when a task first touches it, or is silently replaced by the one of the
    /// same name that partime itself uses, in another version.</summary>
    /// <param name="pluginPath">The plugin's own assembly.</param>
    /// <param name="references">The assemblies that it refers to.</param>
    /// <param name="frameworks">The folders of the shared frameworks that it uses.</param>
    public static void Check(string pluginPath, IReadOnlyList<string> references, IReadOnlyList<string> frameworks)
    {
        var missing = new List<string>();
        foreach (var name in references)
            if (name != Contract.Assembly.Name && !Framework.Has(name) && !IsIn(frameworks, name) && !IsBeside(pluginPath, name))
                missing.Add(name);

        if (missing.Count > 0)
            throw new PartimeException($"{pluginPath} needs {string.Join(", ", missing)}, which is not beside it: {Remedy(pluginPath, missing)}.");
    }

    private static string Remedy(string pluginPath, List<string> missing)
    {
        var configuration = SharedFrameworks.ConfigurationOf(pluginPath);
        return missing.Exists(name => name.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal)) && !File.Exists(configuration)
            ? $"it belongs to ASP.NET, and {Path.GetFileName(configuration)}, which would say that the plugin uses that, is not there either; "
                + "build it with EnableDynamicLoading=true in its project, which writes that file, and copy it along"
            : "build it with EnableDynamicLoading=true in its project, which copies dependencies, or copy the file there";
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

    private static bool IsIn(IReadOnlyList<string> folders, string name)
    {
        foreach (var folder in folders)
            if (File.Exists(Path.Combine(folder, $"{name}.dll")))
                return true;
        return false;
    }

    /// <summary>The .deps.json, which is slow to read, knows of files in subfolders such as <c>runtimes/linux-x64/lib</c>.</summary>
    private static bool IsBeside(string pluginPath, string name) =>
        File.Exists(Path.Combine(Path.GetDirectoryName(pluginPath)!, $"{name}.dll"))
        || new AssemblyDependencyResolver(pluginPath).ResolveAssemblyToPath(new AssemblyName(name)) is not null;
}
