using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Partime;

/// <summary>What a task computed: one value, by which executors are compared, and the metrics that the workload declares.</summary>
/// <remarks>The value is kept as UTF-8 text. Up to 40 bytes, which every number fits in, live in the struct itself, so that
/// returning a number creates no garbage.</remarks>
public readonly struct WorkResult
{
    private readonly byte[]? longValue;
    private readonly InlineValue shortValue;
    private readonly byte shortLength;
    private readonly MetricValues metrics;

    private WorkResult(byte[]? longValue, InlineValue shortValue, int shortLength, MetricValues metrics)
    {
        this.longValue = longValue;
        this.shortValue = shortValue;
        this.shortLength = (byte)shortLength;
        this.metrics = metrics;
    }

    /// <summary>The value as UTF-8 text; empty for a task that has none.</summary>
    [UnscopedRef]
    public ReadOnlySpan<byte> Utf8Value => longValue ?? ((ReadOnlySpan<byte>)shortValue)[..shortLength];

    /// <summary>The metrics in the order in which they were added.</summary>
    [UnscopedRef]
    public ReadOnlySpan<MetricValue> Metrics => metrics.AsSpan();

    /// <summary>A result whose value is a number, a date, a Guid or anything else that formats itself as UTF-8.</summary>
    /// <param name="value">The value; formatted in invariant culture, without boxing.</param>
    public static WorkResult Of<T>(T value) where T : IUtf8SpanFormattable
    {
        var inline = default(InlineValue);
        return value.TryFormat(inline, out var length, default, CultureInfo.InvariantCulture)
            ? new WorkResult(null, inline, length, default)
            : Of(string.Create(CultureInfo.InvariantCulture, $"{value}"));
    }

    /// <summary>A result whose value is text.</summary>
    /// <param name="value">The value.</param>
    public static WorkResult Of(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var inline = default(InlineValue);
        return Encoding.UTF8.TryGetBytes(value, inline, out var length)
            ? new WorkResult(null, inline, length, default)
            : new WorkResult(Encoding.UTF8.GetBytes(value), default, 0, default);
    }

    /// <summary>The same result with one more metric.</summary>
    /// <param name="metric">The name of a <see cref="MetricAttribute"/> of the workload.</param>
    /// <param name="value">The value, in the unit that the attribute states.</param>
    /// <exception cref="InvalidOperationException">The result has four metrics already.</exception>
    public WorkResult With(string metric, double value) =>
        new(longValue, shortValue, shortLength, metrics.Add(new MetricValue(metric, value)));

    [InlineArray(40)]
    private struct InlineValue
    {
        private byte first;
    }
}
