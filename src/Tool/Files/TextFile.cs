using System.Text;

namespace Partime.Tool.Files;

/// <summary>An output of text, written when all of it is known.</summary>
internal sealed class TextFile(string path) : IDisposable
{
    private readonly OutputFile output = OutputFile.Open(path);

    /// <summary>Replaces what was in the file.</summary>
    public void Write(string text)
    {
        output.Begin(() =>
        {
            output.Stream.Write(Encoding.UTF8.GetBytes(text));
            output.Stream.Flush();
        });
        output.Commit();
    }

    public void Dispose() => output.Dispose();
}
