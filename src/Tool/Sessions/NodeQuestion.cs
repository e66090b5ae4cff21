using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;

namespace Partime.Tool.Sessions;

/// <summary>What a session has for its nodes, and is too large for one message.</summary>
internal enum NodeContent : byte
{
    /// <summary>The inputs as a table.</summary>
    Inputs = 1,

    /// <summary>The list of the plugin's files.</summary>
    PluginFiles,

    /// <summary>The files themselves, one behind the other.</summary>
    PluginBytes,
}

/// <summary>What partime in a node asks partime in the session: a piece of something.</summary>
/// <remarks>
/// <code>
///   question  content │ offset       answer  0 │ bytes in all │ those from the offset on, 256 KiB at most
///             1 byte    8 bytes              1   8
///                                            1 │ a sentence that says why there are none
/// </code>
/// </remarks>
/// <param name="Content">Of what.</param>
/// <param name="Offset">Where the piece begins.</param>
internal readonly record struct NodeQuestion(NodeContent Content, long Offset)
{
    /// <summary>A slow network carries a few of them within the time that an engine waits for an answer, and signs of life come through in between.</summary>
    public const int MaxPiece = 256 * 1024;

    private const int HeadBytes = 1 + sizeof(long);
    private const int MaxSentence = 2_000;

    public byte[] ToBytes()
    {
        var question = new byte[HeadBytes];
        question[0] = (byte)Content;
        BinaryPrimitives.WriteInt64LittleEndian(question.AsSpan(1), Offset);
        return question;
    }

    /// <exception cref="FormatException">It is something else.</exception>
    public static NodeQuestion Read(ReadOnlySpan<byte> question) =>
        question.Length == HeadBytes && question[0] is >= (byte)NodeContent.Inputs and <= (byte)NodeContent.PluginBytes
            ? new NodeQuestion((NodeContent)question[0], BinaryPrimitives.ReadInt64LittleEndian(question[1..]))
            : throw new FormatException("A node has asked what partime does not understand.");

    /// <param name="total">The bytes in all.</param>
    /// <param name="read">Reads those from an offset on.</param>
    /// <exception cref="FormatException">There is nothing at that offset.</exception>
    public byte[] Answer(long total, ReadPiece read)
    {
        if (Offset < 0 || Offset > total)
            throw new FormatException($"A node has asked for byte {Offset:N0} of {total:N0}.");
        var answer = new byte[HeadBytes + LengthOf(total)];
        BinaryPrimitives.WriteInt64LittleEndian(answer.AsSpan(1), total);
        read(Offset, answer.AsSpan(HeadBytes));
        return answer;
    }

    public static byte[] Refusal(string sentence) => [1, .. Encoding.UTF8.GetBytes(sentence)];

    /// <summary>Reads what another process has answered.</summary>
    /// <exception cref="PartimeException">It refuses, or this is no answer to the question.</exception>
    public (long Total, ReadOnlyMemory<byte> Piece) ReadAnswer(byte[] answer)
    {
        if (answer is [1, ..])
            throw new PartimeException(PlainText.Of(Encoding.UTF8.GetString(answer.AsSpan(1, Math.Min(answer.Length - 1, MaxSentence)))));
        if (answer is [0, ..] && answer.Length >= HeadBytes && BinaryPrimitives.ReadInt64LittleEndian(answer.AsSpan(1)) is var total
            && Offset <= total && answer.Length == HeadBytes + LengthOf(total))
            return (total, answer.AsMemory(HeadBytes));
        throw new PartimeException($"The session has answered {answer.Length:N0} bytes that are no piece of what this node has asked for: install the same version of partime on both.");
    }

    private int LengthOf(long total) => (int)Math.Min(MaxPiece, total - Offset);
}

/// <summary>Fills the bytes with those from an offset on.</summary>
internal delegate void ReadPiece(long offset, Span<byte> into);

/// <summary>Reads in a node what the session has, piece by piece.</summary>
/// <param name="ask">Takes a question to the session, and brings the answer.</param>
internal sealed class SessionReader(Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask<byte[]>> ask)
{
    /// <summary>So that it does not wait for the network after each. It bounds the memory, too.</summary>
    private const int MaxInFlight = 4;

    /// <param name="content">Of what.</param>
    /// <param name="isPossible">Whether there may be so many bytes.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public async IAsyncEnumerable<(long Total, ReadOnlyMemory<byte> Piece)> ReadAsync(NodeContent content, Func<long, bool> isPossible, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var first = await AskAsync(0).ConfigureAwait(false);
        if (!isPossible(first.Total))
            throw new PartimeException($"The session has {first.Total:N0} bytes where the node does not expect so many, so the node refuses them.");
        yield return first;
        var asked = new Queue<Task<(long Total, ReadOnlyMemory<byte> Piece)>>();
        for (long next = first.Piece.Length; ;)
        {
            for (; asked.Count < MaxInFlight && next < first.Total; next += NodeQuestion.MaxPiece)
                asked.Enqueue(AskAsync(next));
            if (!asked.TryDequeue(out var oldest))
                yield break;
            var (total, piece) = await oldest.ConfigureAwait(false);
            yield return total == first.Total ? (total, piece) : throw new PartimeException("What the session has for its nodes has changed meanwhile: run the command again.");
        }

        async Task<(long Total, ReadOnlyMemory<byte> Piece)> AskAsync(long offset)
        {
            var question = new NodeQuestion(content, offset);
            return question.ReadAnswer(await ask(question.ToBytes(), cancellationToken).ConfigureAwait(false));
        }
    }

    /// <inheritdoc cref="ReadAsync"/>
    public async Task<byte[]> ReadAllAsync(NodeContent content, Func<long, bool> isPossible, CancellationToken cancellationToken)
    {
        byte[]? all = null;
        var read = 0;
        await foreach (var (total, piece) in ReadAsync(content, isPossible, cancellationToken).ConfigureAwait(false))
        {
            all ??= new byte[total];
            piece.CopyTo(all.AsMemory(read));
            read += piece.Length;
        }
        return all ?? [];
    }
}
