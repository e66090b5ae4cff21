namespace Partime.Tool.Installation;

/// <summary>A plugin's package, opened and checked as an archive: everything that can be wrong with it is refused by
/// <see cref="Open"/>, which writes nothing.</summary>
internal sealed class PluginPackage : IDisposable
{
    private PluginPackage(string id, string version, string sha512, IReadOnlyList<string> files)
    {
        Id = id;
        Version = version;
        Sha512 = sha512;
        Files = files;
    }

    public string Id { get; }

    /// <summary>Normalized.</summary>
    public string Version { get; }

    /// <summary>Of the whole file, in base 64.</summary>
    public string Sha512 { get; }

    /// <summary>The paths below <c>plugin/</c>, with <c>/</c> between folders.</summary>
    public IReadOnlyList<string> Files { get; }

    public static PluginPackage Open(string path) => throw new NotImplementedException(path);

    /// <summary>Writes the plugin's files into a folder that does not exist yet or is empty.</summary>
    public void ExtractTo(string folder) => throw new NotImplementedException($"{Files} {folder}");

    public void Dispose() { }
}
