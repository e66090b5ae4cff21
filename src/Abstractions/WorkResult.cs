using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;

namespace Partime;

/// <summary>What a task computed: one value, which executors must agree on, and the metrics that the workload declares.</summary>
/// <remarks>The value is stored as UTF-8 text. Up to 40 bytes, enough for every number, are stored in the struct itself: a number without
/// metrics allocates no memory.</remarks>
public struct WorkResult
{
    // Written in place. Reading a copy right after its bytes were written one by one would stall the processor, in every task's
    // time.
    private MetricValue[]? metrics;
    private byte[]? longValue;
    private int shortLength;
    private InlineValue shortValue;

    /// <summary>The value as UTF-8 text; empty if there is none.</summary>
    [UnscopedRef]
    public readonly ReadOnlySpan<byte> Utf8Value => longValue ?? ((ReadOnlySpan<byte>)shortValue)[..shortLength];

    /// <summary>The metrics in the order in which they were added.</summary>
    public readonly ReadOnlySpan<MetricValue> Metrics => metrics;

    /// <summary>Creates a result from a number, a date, a Guid or anything else that formats itself as UTF-8.</summary>
    /// <param name="value">The value. It is formatted in invariant culture, without boxing.</param>
    public static WorkResult Of<T>(T value) where T : IUtf8SpanFormattable
    {
        var result = default(WorkResult);
        return value.TryFormat(result.shortValue, out result.shortLength, default, CultureInfo.InvariantCulture)
            ? result
            : Of(string.Create(CultureInfo.InvariantCulture, $"{value}"));
    }

    /// <summary>A result without a value, for work that is done for its effect. <see cref="With"/> adds metrics to it.</summary>
    public static WorkResult None => default;

    /// <summary>Creates a result from a truth value: <c>true</c> or <c>false</c>.</summary>
    /// <param name="value">The value.</param>
    public static WorkResult Of(bool value) => OfUtf8(value ? "true"u8 : "false"u8);

    /// <summary>Creates a result from a member of an enum, by its name.</summary>
    /// <param name="value">The value.</param>
    public static WorkResult Of(Enum value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return Of(value.ToString());
    }

    /// <summary>Creates a result from bytes, such as a file or an image: how many there are, and the beginning of their SHA-256. Hashing them is part of the task's
    /// time.</summary>
    /// <param name="value">The bytes. None of them are kept.</param>
    public static WorkResult OfBytes(ReadOnlySpan<byte> value)
    {
        const int Shown = 8;
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(value, hash);
        return Of(string.Create(CultureInfo.InvariantCulture, $"{value.Length} bytes {Convert.ToHexStringLower(hash[..Shown])}"));
    }

    /// <summary>Creates a result from text.</summary>
    /// <param name="value">The value.</param>
    public static WorkResult Of(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var result = default(WorkResult);
        if (!Encoding.UTF8.TryGetBytes(value, result.shortValue, out result.shortLength))
            result.longValue = Encoding.UTF8.GetBytes(value);
        return result;
    }

    /// <summary>Creates a result from UTF-8 text, such as the value of a task that ran elsewhere.</summary>
    /// <param name="value">The value. It is copied.</param>
    public static WorkResult OfUtf8(ReadOnlySpan<byte> value)
    {
        var result = default(WorkResult);
        if (value.TryCopyTo(result.shortValue))
            result.shortLength = value.Length;
        else
            result.longValue = value.ToArray();
        return result;
    }

    /// <summary>Adds a metric to the result.</summary>
    /// <param name="metric">The name of a <see cref="MetricAttribute"/> of the workload.</param>
    /// <param name="value">The value, in the unit of the attribute.</param>
    public readonly WorkResult With(string metric, double value)
    {
        ArgumentNullException.ThrowIfNull(metric);
        return this with { metrics = [.. Metrics, new MetricValue(metric, value)] };
    }

    [InlineArray(40)]
    private struct InlineValue
    {
        private byte first;
    }
}

/// <summary>One number that a task measured besides its duration.</summary>
/// <param name="Name">The name of a <see cref="MetricAttribute"/> of the workload.</param>
/// <param name="Value">The value, in the unit of the attribute.</param>
public readonly record struct MetricValue(string Name, double Value);
