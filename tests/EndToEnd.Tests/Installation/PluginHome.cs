using System.IO.Compression;
using System.Text;

namespace Partime.EndToEnd.Tests.Installation;

/// <summary>Somebody's own installed plugins, and a folder where packages are made.</summary>
internal sealed class PluginHome(InstalledTool tool) : IDisposable
{
    public TemporaryFolder Folder { get; } = new();

    /// <summary>The folder of installed plugins.</summary>
    public string Plugins => Folder["home/plugins"];

    /// <summary>A folder with packages, which is a feed as well.</summary>
    public string Packages => Directory.CreateDirectory(Folder["packages"]).FullName;

    public CommandLine Line(params string[] arguments)
    {
        var line = tool.Line(arguments);
        return line with { Folder = Folder.Path, Environment = new Dictionary<string, string?>(line.Environment) { ["PARTIME_HOME"] = Folder["home"], ["NUGET_HTTP_CACHE_PATH"] = Folder["http cache"] } };
    }

    public Task<CommandResult> RunAsync(params string[] arguments) => Command.RunAsync(Line(arguments));

    /// <summary>What <c>plugin list</c> shows, a line per plugin, without the frame.</summary>
    public async Task<string[]> ListAsync()
    {
        var list = (await RunAsync("plugin", "list")).ShouldExitWith(0);
        return [.. list.Output.Split('\n').Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))).Where(line => line.Contains(" 1.0.0.0 ", StringComparison.Ordinal))];
    }

    /// <summary>The package of a test plugin, as <c>plugin pack</c> would make it.</summary>
    public string Pack(string plugin, string version = "1.0.0", string? id = null, int? number = null)
    {
        id ??= plugin;
        var path = Path.Combine(Packages, $"{id}.{version}.nupkg");
        using var archive = ZipFile.Open(path, ZipArchiveMode.Create);
        Write(archive, $"{id}.nuspec", Encoding.UTF8.GetBytes($"""
            <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
              <metadata>
                <id>{id}</id><version>{version}</version><authors>somebody</authors><description>A test plugin.</description>
                <packageTypes><packageType name="PartimePlugin" /></packageTypes>
              </metadata>
            </package>
            """));
        var folder = Repository.TestPlugin(plugin);
        foreach (var file in Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
            Write(archive, $"plugin/{Path.GetRelativePath(folder, file)}", Renumbered(File.ReadAllBytes(file), number));
        return path;
    }

    public void Dispose() => Folder.Dispose();

    private static void Write(ZipArchive archive, string name, byte[] content)
    {
        using var entry = archive.CreateEntry(name).Open();
        entry.Write(content);
    }

    /// <summary>Gives the workload of the plugin Numbered another number.</summary>
    private static byte[] Renumbered(byte[] content, int? number)
    {
        if (number is not { } other)
            return content;
        var (name, replacement) = ("numbered-00"u8.ToArray(), Encoding.ASCII.GetBytes($"numbered-{other:00}"));
        for (var at = content.AsSpan().IndexOf(name); at >= 0; at = content.AsSpan().IndexOf(name))
            replacement.CopyTo(content, at);
        return content;
    }
}
