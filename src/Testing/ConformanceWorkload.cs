namespace Partime.Testing;

/// <summary>What <see cref="ExecutorFacts"/> have executors run: each input says what its task does.</summary>
/// <remarks>Public, with a name and without settings, so that an executor whose workers are in other processes can have them load it.
/// The inputs are <c>value:N</c>, which gives a result; <c>error:N</c>, which throws; and <c>pause:N</c>, which waits for N milliseconds
/// or until it is cancelled.</remarks>
[Workload("conformance", "What the facts about executors run: value:N, error:N or pause:MILLISECONDS.", SampleInputs = "value:1")]
[Metric("number", "", "The number in the input.")]
public sealed class ConformanceWorkload : IBlockingWorkload
{
    /// <inheritdoc/>
    public WorkResult Run(WorkItem item, CancellationToken cancellationToken)
    {
        var order = Order.Of(item);
        if (order.IsPause)
            cancellationToken.WaitHandle.WaitOne(order.Number);
        cancellationToken.ThrowIfCancellationRequested();
        return order.Result();
    }

    async ValueTask<WorkResult> IWorkload.RunAsync(WorkItem item, CancellationToken cancellationToken)
    {
        var order = Order.Of(item);
        if (order.IsPause)
            await Task.Delay(order.Number, cancellationToken).ConfigureAwait(false);
        else if (order.Number % 3 == 0)
            await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        return order.Result();
    }

    internal static string ErrorMessage(int number) => $"There is no result for {number}.";

    private readonly record struct Order(string Word, int Number)
    {
        public bool IsPause => Word == "pause";

        public static Order Of(WorkItem item)
        {
            var text = item.Text;
            var colon = text.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0 || !int.TryParse(text.AsSpan(colon + 1), out var number) || text[..colon] is not ("value" or "error" or "pause"))
                throw new FormatException($"The input '{text}' is none of value:N, error:N and pause:N.");
            return new Order(text[..colon], number);
        }

        /// <summary>Some short, some too long for the board to keep in one piece with the rest, some outside ASCII.</summary>
        public WorkResult Result() => Word == "error"
            ? throw new InvalidDataException(ErrorMessage(Number))
            : WorkResult.Of(Number % 10 == 0 ? string.Create(null, $"{Number} ≥ {new string('1', Number % 300)}") : $"{Number}").With("number", Number);
    }
}
