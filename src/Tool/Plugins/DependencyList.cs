using System.Text.Json;

namespace Partime.Tool.Plugins;

/// <summary>A plugin's <c>.deps.json</c>, which says where its dependencies are.</summary>
/// <remarks>The runtime reads it in native code, which ends the process where the file is not what a build writes. So its shape is
/// looked at first.</remarks>
internal static class DependencyList
{
    private static readonly string[] Assets = ["dependencies", "runtime", "native", "resources", "runtimeTargets", "compile"];

    /// <exception cref="PartimeException">There is one and it is damaged.</exception>
    public static void Check(string pluginPath)
    {
        var path = Path.ChangeExtension(pluginPath, ".deps.json");
        if (!File.Exists(path))
            return;
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            Check(document.RootElement);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PartimeException($"{path} cannot be read: {exception.Message}", exception);
        }
        // What is not of the right kind, JsonElement says in these.
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new PartimeException($"{path} is damaged: build the plugin again, or delete that file if everything the plugin needs lies beside it.", exception);
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
