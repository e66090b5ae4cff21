using System.Reflection;
using System.Runtime.Loader;
using System.Runtime.Versioning;
using System.Text.Json;

namespace Partime.Tool.Plugins;

/// <summary>The .NET that runs this process.</summary>
internal static class Framework
{
    /// <summary>The folder of its assemblies, which no plugin brings along: <c>…/shared/Microsoft.NETCore.App/10.0.12</c>.</summary>
    public static readonly string Folder = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    public static bool Has(string assemblyName) => File.Exists(Path.Combine(Folder, $"{assemblyName}.dll"));

    /// <summary>Refuses an assembly built for a newer .NET. It would run until it needs something that is missing here.</summary>
    public static void Check(PluginPath path, string? targetFramework)
    {
        var running = Environment.Version;
        if (VersionOf(targetFramework) is not { } target || target <= new Version(running.Major, running.Minor))
            return;
        throw new PartimeException($"{path} was built for .NET {target.Major}, and this partime runs on .NET {running.Major}: build it for net{running.ToString(2)}, "
            + $"or install .NET {target.Major} and set DOTNET_ROLL_FORWARD=LatestMajor, so that partime runs on it.");
    }

    /// <summary>Null for .NET Standard, which every .NET implements, and for unknown frameworks.</summary>
    private static Version? VersionOf(string? targetFramework)
    {
        if (targetFramework is null)
            return null;
        try
        {
            return new FrameworkName(targetFramework) is { Identifier: ".NETCoreApp" } name ? name.Version : null;
        }
        catch (ArgumentException)
        {
            // Compilers do not write this, so it has no meaning.
            return null;
        }
    }
}

/// <summary>The frameworks besides .NET itself that a plugin may use, above all ASP.NET. They are installed beside the running .NET, and a
/// program that does not ask for them at its start does not find them.</summary>
internal static class SharedFrameworks
{
    private const string AspNet = "Microsoft.AspNetCore.App";

    private static readonly string Running = Path.GetFileName(Path.GetDirectoryName(Framework.Folder)!);

    /// <summary>Has a folder for each shared framework, with a folder for each version: <c>/usr/share/dotnet/shared</c>.</summary>
    private static readonly string Installed = Path.GetFullPath("../..", Framework.Folder);

    /// <summary>A build writes it for programs, and with EnableDynamicLoading for plugins.</summary>
    public static PluginPath ConfigurationOf(PluginPath plugin) => plugin.WithExtension(".runtimeconfig.json");

    /// <summary>The folders of the frameworks that the plugin names, in its order.</summary>
    /// <exception cref="PartimeException">One of them is not installed.</exception>
    public static string[] FoldersOf(PluginPath plugin) => FoldersOf(plugin, Installed);

    /// <inheritdoc cref="FoldersOf(PluginPath)"/>
    public static string[] FoldersOf(PluginPath plugin, string installed)
    {
        var path = ConfigurationOf(plugin);
        if (!File.Exists(path.Actual))
            return [];
        var folders = new List<string>();
        foreach (var (name, version) in Read(path))
            if (name != Running)
                folders.Add(Best(Path.Combine(installed, name), version) ?? throw Missing(plugin, name, version, installed));
        return [.. folders];
    }

    /// <summary>Lets the context find assemblies in these folders that are neither beside the plugin nor in the running .NET. The plugin's
    /// own copies come first for the framework's assemblies too, as in a program.</summary>
    public static void Serve(AssemblyLoadContext context, IReadOnlyList<string> folders) => context.Resolving += (asking, name) =>
    {
        foreach (var folder in folders)
            if (name.CultureName is null or "" && Path.Combine(folder, $"{name.Name}.dll") is var path && File.Exists(path))
                return asking.LoadFromAssemblyPath(path);
        return null;
    };

    private static List<(string Name, Version Version)> Read(PluginPath path)
    {
        try
        {
            using var document = JsonDocument.Parse(path.ReadBytes(), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
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
            throw new PartimeException($"{path} is damaged: build the plugin again, or delete that file if the plugin needs no framework but .NET.", exception);
        }
    }

    /// <summary>Drops the suffix of a preview: the release contains everything that its previews contain. The name becomes the name of a
    /// folder, so nothing in it may lead elsewhere.</summary>
    private static (string, Version) Named(JsonElement framework) =>
        (Path.GetFileName(framework.GetProperty("name").GetString()!), Version.Parse(framework.GetProperty("version").GetString()!.Split('-')[0]));

    /// <summary>The newest version of the same major that is not newer than the running .NET, or else the newest. ASP.NET is released
    /// together with .NET and made for the same patch.</summary>
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

    private static PartimeException Missing(PluginPath plugin, string name, Version version, string installed)
    {
        var common = name == AspNet ? $"the ASP.NET Core Runtime {version.ToString(2)}" : $"{name} {version.ToString(2)}";
        return new PartimeException($"{plugin} needs {name} {version}, which is not installed in {installed}: install {common} there, beside the .NET {Environment.Version} that runs partime.");
    }
}
