using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Partime;

/// <summary>One task's input and its position among the inputs.</summary>
/// <remarks>Inputs that are given as text stay text. Inputs from a range (<c>0..20000</c>) are whole numbers, and become text only in
/// <see cref="Text"/>.</remarks>
public readonly struct WorkItem
{
    private const char FirstByte = '\udc80', LastByte = '\udcff';

    private readonly string? text;
    private readonly long number;

    /// <summary>Creates an item whose input is text.</summary>
    /// <param name="index">The task's index, from 0.</param>
    /// <param name="text">The input.</param>
    public WorkItem(long index, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Index = index;
        this.text = text;
    }

    /// <summary>Creates an item whose input is a whole number.</summary>
    /// <param name="index">The task's index, from 0.</param>
    /// <param name="number">The input.</param>
    public WorkItem(long index, long number)
    {
        Index = index;
        this.number = number;
    }

    /// <summary>The task's index, from 0 to the number of tasks minus one.</summary>
    public long Index { get; }

    /// <summary>The worker that runs the task, from 0: the one that <see cref="IWorkerLifetime.StartWorkerAsync"/> has prepared. 0 where an executor runs tasks in a way of its
    /// own.</summary>
    public int Worker { get; init; }

    /// <summary>The input as text, in invariant culture.</summary>
    public string Text => text ?? number.ToString(CultureInfo.InvariantCulture);

    /// <summary>The input as bytes, for a file name or another program: UTF-8, and every byte of a record of <c>@0:file</c> as it was. There, a byte that is no UTF-8 is one
    /// character of <see cref="Text"/>, from U+DC80 for the byte 0x80 to U+DCFF for 0xFF.</summary>
    public byte[] ToBytes()
    {
        var input = Text;
        var bytes = new byte[Encoding.UTF8.GetMaxByteCount(input.Length)];
        var (count, start) = (0, 0);
        for (var at = 0; at <= input.Length; at++)
            if (at == input.Length || (input[at] is >= FirstByte and <= LastByte && (at == 0 || !char.IsHighSurrogate(input[at - 1]))))
            {
                count += Encoding.UTF8.GetBytes(input.AsSpan(start, at - start), bytes.AsSpan(count));
                if (at < input.Length)
                    bytes[count++] = (byte)input[at];
                start = at + 1;
            }
        return bytes[..count];
    }

    /// <summary>The input as a <typeparamref name="T"/>, in invariant culture. Numbers take no thousands separators.</summary>
    /// <typeparam name="T">The type that the workload needs: <see cref="long"/>, <see cref="double"/>, <see cref="Guid"/>, …</typeparam>
    /// <exception cref="FormatException">The input is not a <typeparamref name="T"/>; the message names both.</exception>
    public T Parse<T>() where T : ISpanParsable<T>
    {
        // The compiler resolves comparisons of typeof for each T and removes the boxing: this costs nothing.
        if (text is null && typeof(T) == typeof(long))
            return (T)(object)number;
        if (text is null && typeof(T) == typeof(double))
            return (T)(object)(double)number;

        Span<char> digits = stackalloc char[20];
        scoped ReadOnlySpan<char> input = text;
        if (text is null)
        {
            number.TryFormat(digits, out var length, provider: CultureInfo.InvariantCulture);
            input = digits[..length];
        }
        return InvariantParser.TryParse<T>(input, out var value)
            ? value
            : throw new FormatException($"The input '{Text}' is not a {InvariantParser.NameOf<T>()}.{(input.Contains(' ') ? " Inputs are separated by commas." : "")}");
    }

    /// <summary>The input as a <typeparamref name="T"/>, from JSON: a line of a JSON Lines file (<c>-i @orders.jsonl</c>), or a record of a CSV file
    /// (<c>-i @csv:orders.csv</c>), of which partime makes an object. Case does not matter in names. Numbers and truth values may be text, and an empty field of a CSV file is null. Reading it is part of the task's time.</summary>
    /// <typeparam name="T">A record or class with the properties that the workload needs.</typeparam>
    /// <exception cref="FormatException">The input is not JSON for a <typeparamref name="T"/>; the message names both.</exception>
    public T ParseJson<T>()
    {
        try
        {
            return JsonSerializer.Deserialize<T>(Text, JsonInput.Options) ?? throw new JsonException("It is null.");
        }
        catch (JsonException exception)
        {
            throw new FormatException($"The input '{Text}' is not JSON for {typeof(T).Name}. {exception.Message}", exception);
        }
    }
}

/// <summary>How inputs that are JSON become objects.</summary>
internal static class JsonInput
{
    /// <summary>Numbers and truth values may be text, as all fields of a CSV file are.</summary>
    public static JsonSerializerOptions Options { get; } = new() { PropertyNameCaseInsensitive = true, NumberHandling = JsonNumberHandling.AllowReadingFromString, Converters = { new TruthValue() } };

    private sealed class TruthValue : JsonConverter<bool>
    {
        public override bool Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType != JsonTokenType.String ? reader.GetBoolean() : bool.TryParse(reader.GetString(), out var value) ? value : throw new JsonException($"'{reader.GetString()}' is neither true nor false.");

        public override void Write(Utf8JsonWriter writer, bool value, JsonSerializerOptions options) => writer.WriteBooleanValue(value);
    }
}

internal static class InvariantParser
{
    /// <summary>The type's name for people.</summary>
    public static string NameOf<T>() => Type.GetTypeCode(typeof(T)) switch
    {
        TypeCode.Double or TypeCode.Single or TypeCode.Decimal => "number",
        >= TypeCode.SByte and <= TypeCode.UInt64 => $"whole number ({typeof(T).Name})",
        _ when typeof(T) == typeof(ByteSize) => "size in whole bytes such as 512B, 64KiB or 10MB",
        _ => typeof(T).Name,
    };

    /// <summary>Parses like <see cref="ISpanParsable{T}"/>, but "1,5" is an error and not fifteen.</summary>
    public static bool TryParse<T>(ReadOnlySpan<char> text, [MaybeNullWhen(false)] out T value) where T : ISpanParsable<T>
    {
        var hasThousands = text.Contains(',') && (typeof(T) == typeof(double) || typeof(T) == typeof(float) || typeof(T) == typeof(decimal));
        value = default;
        return !hasThousands && T.TryParse(text, CultureInfo.InvariantCulture, out value);
    }
}
