using System.Text;

namespace Partime.EndToEnd.Tests;

/// <summary>What a stream has said so far, read as it comes.</summary>
internal sealed class Transcript
{
    private readonly StringBuilder text = new();

    public Transcript(StreamReader reader) => End = ReadAsync(reader);

    public Task End { get; }

    public string Text
    {
        get
        {
            lock (text)
                return text.ToString();
        }
    }

    private async Task ReadAsync(StreamReader reader)
    {
        var buffer = new char[4096];
        while (await reader.ReadAsync(buffer) is > 0 and var length)
            lock (text)
                text.Append(buffer, 0, length);
    }
}
