using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Partime;

/// <summary>What a task computed: one value, by which executors are compared, and the metrics that the workload declares.</summary>
/// <remarks>The value is kept as UTF-8 text. Up to 40 bytes, which every number fits in, live in the struct itself: a
/// number without metrics creates no garbage.</remarks>
public struct WorkResult
{
    // Written in place while a result is made: a copy read back right after its bytes were written one by one stalls the
    // processor, and that would be in every task's time.
    private MetricValue[]? metrics;
    private byte[]? longValue;
    private int shortLength;
    private InlineValue shortValue;

    /// <summary>The value as UTF-8 text; empty for a task that has none.</summary>
    [UnscopedRef]
    public readonly ReadOnlySpan<byte> Utf8Value => longValue ?? ((ReadOnlySpan<byte>)shortValue)[..shortLength];

    /// <summary>The metrics in the order in which they were added.</summary>
    public readonly ReadOnlySpan<MetricValue> Metrics => metrics;

    /// <summary>A result whose value is a number, a date, a Guid or anything else that formats itself as UTF-8.</summary>
    /// <param name="value">The value; formatted in invariant culture, without boxing.</param>
    public static WorkResult Of<T>(T value) where T : IUtf8SpanFormattable
    {
        var result = default(WorkResult);
        return value.TryFormat(result.shortValue, out result.shortLength, default, CultureInfo.InvariantCulture)
            ? result
            : Of(string.Create(CultureInfo.InvariantCulture, $"{value}"));
    }

    /// <summary>A result whose value is text.</summary>
    /// <param name="value">The value.</param>
    public static WorkResult Of(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var result = default(WorkResult);
        if (!Encoding.UTF8.TryGetBytes(value, result.shortValue, out result.shortLength))
            result.longValue = Encoding.UTF8.GetBytes(value);
        return result;
    }

    /// <summary>A result whose value is UTF-8 text, such as one that was computed elsewhere.</summary>
    /// <param name="value">The value; copied.</param>
    public static WorkResult OfUtf8(ReadOnlySpan<byte> value)
    {
        var result = default(WorkResult);
        if (value.TryCopyTo(result.shortValue))
            result.shortLength = value.Length;
        else
            result.longValue = value.ToArray();
        return result;
    }

    /// <summary>The same result with one more metric.</summary>
    /// <param name="metric">The name of a <see cref="MetricAttribute"/> of the workload.</param>
    /// <param name="value">The value, in the unit that the attribute states.</param>
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
