namespace Partime.Tool.Tests.Measurement;

/// <summary>A folder that stands for the root of a system.</summary>
internal sealed class MadeSystem : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public string Root => folder.Path;

    public Tool.Measurement.SystemFiles Files => new(Root);

    public MadeSystem With(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder[path])!);
        File.WriteAllText(folder[path], text + "\n");
        return this;
    }

    public void Dispose() => folder.Dispose();
}
