using System.Reflection;
using System.Runtime.Loader;
using System.Text.Json;

namespace Partime.Tool.Plugins;

/// <summary>What a plugin can load besides .NET and the contract.</summary>
/// <param name="StandsAlone">Whether its folder contains no other assembly and no native library.</param>
/// <param name="Frameworks">The folders of the shared frameworks that it uses.</param>
internal sealed record PluginDependencies(bool StandsAlone, string[] Frameworks)
{
    public static PluginDependencies Of(string pluginPath) => Of(new PluginPath(pluginPath, pluginPath));

    /// <summary>Looks for them without loading anything.</summary>
    /// <exception cref="PartimeException">The plugin needs something that is missing.</exception>
    public static PluginDependencies Of(PluginPath plugin)
    {
        // Partime's own assembly is already loaded.
        if (plugin.Actual == typeof(PluginDependencies).Assembly.Location)
            return new PluginDependencies(StandsAlone: true, []);
        var facts = AssemblyFacts.Read(plugin);
        // First, because assemblies of a newer .NET would be reported as missing.
        Framework.Check(plugin, facts.TargetFramework);
        var isAlone = IsAlone(plugin.Actual);
        // Otherwise it is never read.
        if (!isAlone)
            DependencyList.Check(plugin);
        var frameworks = SharedFrameworks.FoldersOf(plugin);
        CheckReferences(plugin, facts.References, frameworks, isAlone);
        return new PluginDependencies(isAlone, frameworks);
    }

    /// <summary>Without this check, a missing assembly is noticed only when a task first uses it, or is silently replaced by partime's own
    /// assembly of the same name in another version.</summary>
    private static void CheckReferences(PluginPath plugin, IReadOnlyList<string> references, IReadOnlyList<string> frameworks, bool isAlone)
    {
        var missing = new List<string>();
        foreach (var name in references)
            if (name != Contract.Assembly.Name && !Framework.Has(name) && !IsIn(frameworks, name) && (isAlone || !IsBeside(plugin.Actual, name)))
                missing.Add(name);

        if (missing.Count > 0)
            throw new PartimeException($"{plugin} needs {string.Join(", ", missing)}, which is not in its folder: {Remedy(plugin, missing)}.");
    }

    private static string Remedy(PluginPath plugin, List<string> missing)
    {
        var configuration = SharedFrameworks.ConfigurationOf(plugin);
        return missing.Exists(name => name.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal)) && !File.Exists(configuration.Actual)
            ? $"it belongs to ASP.NET, and the file {configuration.Name}, which declares that the plugin uses ASP.NET, is missing too; "
                + "build the plugin with EnableDynamicLoading=true in its project, which writes that file, and copy the file with it"
            : "build the plugin with EnableDynamicLoading=true in its project, which copies dependencies, or copy the file there";
    }

    /// <summary>Looks in the plugin's folder and the folders below it.</summary>
    private static bool IsAlone(string pluginPath)
    {
        try
        {
            foreach (var file in Directory.EnumerateFiles(Path.GetDirectoryName(pluginPath)!, "*", SearchOption.AllDirectories))
                if (file != pluginPath && !CannotBeLoaded(Path.GetFileName(file)))
                    return false;
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A folder that cannot be read may contain anything.
            return false;
        }

        static bool CannotBeLoaded(string name) =>
            name == $"{Contract.Assembly.Name}.dll" || Path.GetExtension(name) is ".json" or ".pdb" or ".xml" or ".md" or ".txt";
    }

    private static bool IsIn(IReadOnlyList<string> folders, string name)
    {
        foreach (var folder in folders)
            if (File.Exists(Path.Combine(folder, $"{name}.dll")))
                return true;
        return false;
    }

    /// <summary>Files in subfolders such as <c>runtimes/linux-x64/lib</c> are listed in the .deps.json, which is slow to read.</summary>
    private static bool IsBeside(string pluginPath, string name) =>
        File.Exists(Path.Combine(Path.GetDirectoryName(pluginPath)!, $"{name}.dll"))
        || new AssemblyDependencyResolver(pluginPath).ResolveAssemblyToPath(new AssemblyName(name)) is not null;
}

/// <summary>A plugin's <c>.deps.json</c>, the list of its dependencies.</summary>
/// <remarks>The runtime's native code reads it later, and a malformed file makes it end the process. So the file is checked before.</remarks>
internal static class DependencyList
{
    private static readonly string[] Assets = ["dependencies", "runtime", "native", "resources", "runtimeTargets", "compile"];

    /// <exception cref="PartimeException">The file exists and is damaged.</exception>
    public static void Check(PluginPath plugin)
    {
        var path = plugin.WithExtension(".deps.json");
        if (!File.Exists(path.Actual))
            return;
        try
        {
            using var document = JsonDocument.Parse(path.ReadBytes());
            Check(document.RootElement);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PartimeException($"{path} cannot be read: {exception.Message}", exception);
        }
        // JsonElement throws the last two where a value is missing or of another kind.
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new PartimeException($"{path} is damaged: build the plugin again, or delete that file if all the plugin's dependencies are in its folder.", exception);
        }
    }

    private static void Check(JsonElement root)
    {
        var targets = root.GetProperty("targets");
        _ = targets.GetProperty(Text(root.GetProperty("runtimeTarget"), "name"));
        foreach (var target in targets.EnumerateObject())
            foreach (var library in target.Value.EnumerateObject())
                foreach (var assets in Assets)
                    if (library.Value.TryGetProperty(assets, out var files))
                        CheckAssets(assets, files);
        foreach (var library in root.GetProperty("libraries").EnumerateObject())
        {
            _ = Text(library.Value, "type");
            RequireTexts(library.Value, ["sha512", "path", "hashPath", "runtimeStoreManifestName"]);
            if (library.Value.TryGetProperty("serviceable", out var serviceable))
                serviceable.GetBoolean();
        }
    }

    private static void CheckAssets(string assets, JsonElement files)
    {
        foreach (var file in files.EnumerateObject())
            if (assets == "dependencies")
                _ = file.Value.GetString();
            else
                RequireTexts(file.Value, ["assemblyVersion", "fileVersion", "locale", "rid", "assetType"]);
    }

    private static void RequireTexts(JsonElement of, string[] names)
    {
        if (of.ValueKind != JsonValueKind.Object)
            throw new InvalidOperationException();
        foreach (var name in names)
            if (of.TryGetProperty(name, out _))
                _ = Text(of, name);
    }

    private static string Text(JsonElement of, string name) => of.GetProperty(name).GetString() ?? throw new InvalidOperationException();
}
