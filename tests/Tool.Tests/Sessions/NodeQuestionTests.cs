using Partime.Tool.Installation;
using Partime.Tool.Sessions;

namespace Partime.Tool.Tests.Sessions;

/// <summary>What a node and a session say to each other about a plugin, and what neither would say.</summary>
public sealed class NodeQuestionTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Received => folder["home/received"];

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("'../WithPrivateDependency.dll' leads out", "../WithPrivateDependency.dll")]
    [InlineData("'a/../../b' leads out", "a/../../b")]
    [InlineData("absolute path", "/etc/passwd")]
    [InlineData("backslash", "a\\b.dll")]
    [InlineData("ignore case", "withprivatedependency.DLL")]
    [InlineData("needs a folder of that name", "WithPrivateDependency.dll/below")]
    [InlineData("more than 512 MiB", "large", 1L << 40)]
    [InlineData("more than 512 MiB", "negative", -1L)]
    [InlineData("WithPrivateDependency.dll is not in it", null)]
    public async Task AListOfFilesThatNoFolderCouldHaveIsRefused(string reason, string? path, long length = 1)
    {
        var session = Session();
        session.Between = question => question.Content == NodeContent.PluginFiles ? Answer(path is null ? List(("other.dll", 1)) : List(("WithPrivateDependency.dll", 1), (path, length))) : null;
        var error = await RefusedAsync(session);

        Assert.Contains("refuses the plugin", error, StringComparison.Ordinal);
        Assert.Contains(reason, error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Received));
    }

    [Fact]
    public async Task AnswersThatAreNoneAreRefused()
    {
        var session = Session();
        var right = session.Source.Answer(new NodeQuestion(NodeContent.PluginFiles, 0).ToBytes());
        foreach (var answer in (byte[][])[[], [0], [2, .. right[1..]], right[..^1], [.. right, 0], [0, .. BitConverter.GetBytes(-1L)], [0, .. BitConverter.GetBytes(long.MaxValue), .. new byte[NodeQuestion.MaxPiece]], [1, .. "no\u001b[2J"u8], Answer([1, 2, 3]), Answer([]), Answer([255, 255, 255, 255, 15])])
        {
            session.Between = _ => answer;
            Assert.DoesNotContain('\u001b', await RefusedAsync(session));
        }
        Assert.False(Directory.Exists(Received));
    }

    [Fact]
    public void QuestionsThatAreNoneAreRefused()
    {
        var session = Session();
        foreach (var question in (byte[][])[[], [1], new NodeQuestion((NodeContent)9, 0).ToBytes(), new NodeQuestion(NodeContent.Inputs, -1).ToBytes(), new NodeQuestion(NodeContent.PluginBytes, long.MaxValue).ToBytes(), [.. new NodeQuestion(NodeContent.Inputs, 0).ToBytes(), 0]])
            Assert.Throws<FormatException>(() => session.Source.Answer(question));
    }

    [Fact]
    public void APieceMayBeginAndEndAnywhereInAFile()
    {
        var session = Session(copy =>
        {
            foreach (var (name, length) in ((string, int)[])[("a", 0), ("b", 1), ("c", 0), ("x", 0), ("y", 3), ("z", 0), ("zz", 0)])
                File.WriteAllBytes(Path.Combine(copy, name), [.. Enumerable.Range(1, length).Select(value => (byte)value)]);
        });
        byte[] all = [.. PluginFiles.Of(session.Folder).All.SelectMany(file => File.ReadAllBytes(Path.Combine(session.Folder, file.Path)))];
        foreach (var offset in (int[])[.. Enumerable.Range(0, all.Length / 97).Select(part => part * 97), .. Enumerable.Range(0, 9).Select(left => all.Length - left)])
        {
            var question = new NodeQuestion(NodeContent.PluginBytes, offset);
            var (total, piece) = question.ReadAnswer(session.Source.Answer(question.ToBytes()));
            Assert.Equal(all.Length, total);
            Assert.True(piece.Span.SequenceEqual(all.AsSpan(offset)), $"at {offset}");
        }
    }

    private static byte[] Answer(byte[] all) => new NodeQuestion(NodeContent.PluginFiles, 0).Answer(all.Length, (_, into) => all.CopyTo(into));

    private static byte[] List(params (string Path, long Length)[] files)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        foreach (var (path, length) in files)
        {
            writer.Write(path);
            writer.Write(length);
            writer.Write(new byte[64]);
        }
        writer.Flush();
        return bytes.ToArray();
    }

    private async Task<string> RefusedAsync(SentPluginWork session) =>
        (await Assert.ThrowsAsync<InvalidOperationException>(() => session.OpenAsync(new NodeHost("") { AcceptsPlugins = true, Store = new PluginStore(folder["home/plugins"]) }))).Message;

    private SentPluginWork Session(Action<string>? change = null)
    {
        var copy = folder.CopyPlugin("WithPrivateDependency");
        change?.Invoke(copy);
        return new SentPluginWork(copy, "greeting", "moon");
    }
}
