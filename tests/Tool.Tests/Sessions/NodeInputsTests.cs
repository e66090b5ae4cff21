using System.Globalization;
using Partime.Tool.Planning;
using Partime.Tool.Plugins;
using Partime.Tool.Sessions;

namespace Partime.Tool.Tests.Sessions;

/// <summary>Inputs on their way from a session to a node.</summary>
public sealed class NodeInputsTests
{
    private const int Many = 100_000;

    [Fact]
    public async Task ManyTextsArriveInPiecesOncePerNodeAndAsTheyWere()
    {
        string[] texts = [.. Enumerable.Range(0, Many).Select(i => i % 1000 == 0 ? "" : $"Grüße {i} 漢字 🌙 " + new string('x', i % 50))];
        var session = Session(new InputSegment.Texts(texts), new InputSegment.Numbers(new IntegerRange(5, 8, 1)));
        Assert.InRange(session.Bytes.Length, 1, 4_000);
        var node = new NodeHost("") { IsOwn = true };
        var pool = await session.OpenAsync(node);

        var results = await session.RunAsync(pool, first: Many - 3);
        Assert.Equal([.. texts[^3..], "5", "6", "7"], results);
        // The next pool of the node has them already.
        await (await session.OpenAsync(node)).DisposeAsync();
        var table = SentInputs.Of(session.Inputs).Table;
        Assert.Equal((table.Length + NodeQuestion.MaxPiece - 1) / NodeQuestion.MaxPiece, session.Questions.Count);
        Assert.All(session.Questions, question => Assert.Equal(NodeContent.Inputs, question.Content));
        Assert.Equal(InputsDigest.Of(session.Inputs), DigestOf(table));
    }

    [Fact]
    public async Task ARangeTravelsWithTheDescription()
    {
        var session = Session(new InputSegment.Numbers(new IntegerRange(0, 2_000_000_000, 1)));
        await (await session.OpenAsync(new NodeHost("") { IsOwn = true })).DisposeAsync();

        Assert.Empty(session.Questions);
        Assert.InRange(session.Bytes.Length, 1, 2_000);
    }

    [Fact]
    public async Task OtherInputsThanNamedAreRefused()
    {
        var session = Session(new InputSegment.Texts([.. Enumerable.Range(0, Many).Select(i => i.ToString(CultureInfo.InvariantCulture))]));
        session.Between = question =>
        {
            var answer = session.Source.Answer(question.ToBytes());
            answer[^1] ^= 1;
            return answer;
        };
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => session.OpenAsync(new NodeHost("") { IsOwn = true }));
        Assert.Contains("other inputs than it has named", error.Message, StringComparison.Ordinal);

        session.Between = question => new NodeQuestion(question.Content, question.Offset).Answer(1L << 40, (_, _) => { });
        error = await Assert.ThrowsAsync<InvalidOperationException>(() => session.OpenAsync(new NodeHost("") { IsOwn = true }));
        Assert.Contains("refuses them", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SettingsThatFitIntoNoMessageAreASentence()
    {
        var folder = TestPlugin.Path("Options");
        var error = Assert.Throws<PartimeException>(() => new SentPluginWork(folder, "options", "1", [new Setting("name", new string('x', 5 << 20))]));
        Assert.Contains("The settings of the workload 'options' take 5 MiB", error.Message, StringComparison.Ordinal);
    }

    /// <summary>A worker would read behind the end of such a table.</summary>
    [Fact]
    public void ATableThatLeadsOutOfItselfIsNone()
    {
        var table = SentInputs.Of(new TaskInputs([new InputSegment.Texts(["moon", "", "mars"]), new InputSegment.Numbers(new IntegerRange(10, 0, -3))], times: 2)).Table;
        Assert.True(InputTable.IsValid(table));
        for (var length = 0; length < table.Length; length++)
            Assert.False(InputTable.IsValid(table.AsSpan(0, length)));
        Assert.False(InputTable.IsValid([.. table, .. new byte[8]]));
        // The times, the number of segments, the kind and the number of texts, their four offsets, and the range.
        foreach (var (position, values) in (ReadOnlySpan<(int, long[])>)[(0, [0, -1]), (1, [-1, 0, 1, 3, long.MaxValue]), (2, [0, 3, -1]), (3, [-1, 2, 4, long.MaxValue]), (4, [1, -1]), (5, [-1, 9]), (7, [-8, 1, 17, long.MaxValue]), (9, [1, 2]), (12, [0, 3])])
            foreach (var value in values)
            {
                var damaged = (byte[])table.Clone();
                BitConverter.TryWriteBytes(damaged.AsSpan(position * 8), value);
                Assert.False(InputTable.IsValid(damaged), $"{value} at {position}");
            }
    }

    private static unsafe string DigestOf(byte[] table)
    {
        fixed (byte* start = table)
        {
            var read = InputTable.Read(start);
            return InputsDigest.Of(new TaskInputs([new InputSegment.Texts([.. Enumerable.Range(0, Many).Select(i => read.Item(i).Text)]), read.Segments[1]], read.Times));
        }
    }

    private static SentPluginWork Session(params InputSegment[] segments) => new(TestPlugin.Path("Numbered"), "numbered-00", new TaskInputs(segments, times: 1), [], isElsewhere: false);
}
