using Partime.Tool.Installation;

namespace Partime.Tool.Tests.Installation;

/// <summary>A package in a folder of its own, where every file is seen that somebody writes.</summary>
internal sealed class PackageFile : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public PackageFile(byte[] content) => File.WriteAllBytes(Path, content);

    public string Path => folder["some.nupkg"];

    public string Target => folder["target"];

    /// <summary>The sentence by which it is refused, of which nothing is left anywhere.</summary>
    public string Refusal()
    {
        var refusal = Assert.Throws<PartimeException>(() => PluginPackage.Open(Path)).Message;
        Assert.Equal([Path], Directory.GetFileSystemEntries(folder.Path));
        Assert.StartsWith($"{Path} is refused: it", refusal, StringComparison.Ordinal);
        Assert.EndsWith(".", refusal, StringComparison.Ordinal);
        return refusal;
    }

    public static string RefusalOf(byte[] content)
    {
        using var file = new PackageFile(content);
        return file.Refusal();
    }

    public void Dispose() => folder.Dispose();
}
