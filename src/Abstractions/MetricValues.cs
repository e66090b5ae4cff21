using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Partime;

/// <summary>The metrics of one result, kept in place so that a task with metrics creates no garbage.</summary>
internal readonly struct MetricValues
{
    /// <summary>Every result carries this room, so it is kept small.</summary>
    internal const int Capacity = 4;

    private readonly Slots slots;
    private readonly int count;

    private MetricValues(Slots slots, int count)
    {
        this.slots = slots;
        this.count = count;
    }

    [UnscopedRef]
    public ReadOnlySpan<MetricValue> AsSpan() => ((ReadOnlySpan<MetricValue>)slots)[..count];

    public MetricValues Add(MetricValue value)
    {
        if (count == Capacity)
            throw new InvalidOperationException($"A result has room for {Capacity} metrics; '{value.Name}' is one too many.");
        var longer = slots;
        longer[count] = value;
        return new MetricValues(longer, count + 1);
    }

    [InlineArray(Capacity)]
    private struct Slots
    {
        private MetricValue first;
    }
}
