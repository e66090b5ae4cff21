using System.Reflection;
using System.Runtime.Loader;
using System.Text.Json;

namespace Partime.Tool.Plugins;

/// <summary>The frameworks besides .NET's own that a plugin may be built with, ASP.NET above all. They are installed beside the
/// running one and no plugin brings them, so that a program that has not asked for them at its start does not find them.</summary>
internal static class SharedFrameworks
{
    private const string AspNet = "Microsoft.AspNetCore.App";

    private static readonly string Running = Path.GetFileName(Path.GetDirectoryName(Framework.Folder)!);

    /// <summary>Where each shared framework has a folder with a folder per version: <c>/usr/share/dotnet/shared</c>.</summary>
    private static readonly string Installed = Path.GetFullPath("../..", Framework.Folder);

    /// <summary>What the build writes for a plugin (EnableDynamicLoading), as it does for a program.</summary>
    public static string ConfigurationOf(string pluginPath) => Path.ChangeExtension(pluginPath, ".runtimeconfig.json");

    /// <summary>The folders of the frameworks that the plugin names, in its order.</summary>
    /// <exception cref="PartimeException">One of them is not installed.</exception>
    public static string[] FoldersOf(string pluginPath) => FoldersOf(pluginPath, Installed);

    /// <inheritdoc cref="FoldersOf(string)"/>
    public static string[] FoldersOf(string pluginPath, string installed)
    {
        var path = ConfigurationOf(pluginPath);
        if (!File.Exists(path))
            return [];
        var folders = new List<string>();
        foreach (var (name, version) in Read(path))
            if (name != Running)
                folders.Add(Best(Path.Combine(installed, name), version) ?? throw Missing(pluginPath, name, version, installed));
        return [.. folders];
    }

    /// <summary>Has the context look there for what it finds neither beside its plugin nor in the running .NET. Its plugin's own copies
    /// come first for the framework's assemblies as well, as they would in a program.</summary>
    public static void Serve(AssemblyLoadContext context, IReadOnlyList<string> folders) => context.Resolving += (asking, name) =>
    {
        foreach (var folder in folders)
            if (name.CultureName is null or "" && Path.Combine(folder, $"{name.Name}.dll") is var path && File.Exists(path))
                return asking.LoadFromAssemblyPath(path);
        return null;
    };

    private static List<(string Name, Version Version)> Read(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            var options = document.RootElement.GetProperty("runtimeOptions");
            var frameworks = new List<(string, Version)>();
            if (options.TryGetProperty("framework", out var one))
                frameworks.Add(Named(one));
            if (options.TryGetProperty("frameworks", out var all))
                foreach (var framework in all.EnumerateArray())
                    frameworks.Add(Named(framework));
            return frameworks;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PartimeException($"{path} cannot be read: {exception.Message}", exception);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new PartimeException($"{path} does not name the plugin's frameworks as a build writes it: build the plugin again, or delete that file if it needs none but .NET.", exception);
        }
    }

    /// <summary>What follows a hyphen in a version tells a preview from the release, which has what the preview had. The name
    /// becomes a folder's, and leads nowhere else.</summary>
    private static (string, Version) Named(JsonElement framework) =>
        (Path.GetFileName(framework.GetProperty("name").GetString()!), Version.Parse(framework.GetProperty("version").GetString()!.Split('-')[0]));

    /// <summary>The newest of the same major that is not newer than the running .NET, or else the newest: ASP.NET is released together
    /// with .NET and made for the same patch.</summary>
    private static string? Best(string folder, Version asked)
    {
        if (!Directory.Exists(folder))
            return null;
        var fitting =
            from path in Directory.GetDirectories(folder)
            let version = Version.TryParse(Path.GetFileName(path), out var parsed) ? parsed : null
            where version?.Major == asked.Major && version >= asked
            orderby version > Environment.Version, version descending
            select path;
        return fitting.FirstOrDefault();
    }

    private static PartimeException Missing(string pluginPath, string name, Version version, string installed)
    {
        var common = name == AspNet ? $"the ASP.NET Core Runtime {version.ToString(2)}" : $"{name} {version.ToString(2)}";
        return new PartimeException($"{pluginPath} needs {name} {version}, which is not installed in {installed}: install {common} there, beside the .NET {Environment.Version} that runs partime.");
    }
}
