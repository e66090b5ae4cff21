namespace Partime.Tool.Tests;

/// <summary>A folder that is deleted with everything in it at the end of the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("partime-tests-").FullName;

    /// <summary>The full path of a file or folder in it, which need not exist.</summary>
    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>Copies a test plugin into a subfolder and gives the subfolder's path.</summary>
    public string CopyPlugin(string name)
    {
        var copy = Directory.CreateDirectory(this[name]).FullName;
        foreach (var file in Directory.GetFiles(TestPlugin.Path(name)))
            File.Copy(file, System.IO.Path.Combine(copy, System.IO.Path.GetFileName(file)));
        return copy;
    }

    /// <summary>Writes a file that starts like nothing in particular and gives its path.</summary>
    public string Write(string name)
    {
        File.WriteAllText(this[name], "not what its name says");
        return this[name];
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
