namespace Partime.Testing;

/// <summary>The workload of <see cref="ExecutorFacts"/>: each input says what its task does.</summary>
/// <remarks>It is public, has a name and no options, so that workers in other processes can load it. The inputs are <c>value:N</c>, which
/// returns a result; <c>error:N</c>, which throws; and <c>pause:N</c>, which waits for N milliseconds or until it is cancelled.</remarks>
[Workload("conformance", "The workload of the executor tests: value:N, error:N or pause:MILLISECONDS.", SampleInputs = "value:1")]
[Metric("number", "", "The number in the input.")]
public sealed class ConformanceWorkload : IBlockingWorkload
{
    /// <inheritdoc/>
    public WorkResult Run(WorkItem item, CancellationToken cancellationToken)
    {
        var command = Command.Of(item);
        if (command.IsPause)
            cancellationToken.WaitHandle.WaitOne(command.Number);
        cancellationToken.ThrowIfCancellationRequested();
        return command.Result();
    }

    async ValueTask<WorkResult> IWorkload.RunAsync(WorkItem item, CancellationToken cancellationToken)
    {
        var command = Command.Of(item);
        if (command.IsPause)
            await Task.Delay(command.Number, cancellationToken).ConfigureAwait(false);
        else if (command.Number % 3 == 0)
            await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        return command.Result();
    }

    internal static string ErrorMessage(int number) => $"There is no result for {number}.";

    private readonly record struct Command(string Word, int Number)
    {
        public bool IsPause => Word == "pause";

        public static Command Of(WorkItem item)
        {
            var text = item.Text;
            var colon = text.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0 || !int.TryParse(text.AsSpan(colon + 1), out var number) || text[..colon] is not ("value" or "error" or "pause"))
                throw new FormatException($"The input '{text}' is not value:N, error:N or pause:N.");
            return new Command(text[..colon], number);
        }

        /// <summary>Some values are short, some do not fit into the board's slots, and some are not ASCII.</summary>
        public WorkResult Result() => Word == "error"
            ? throw new InvalidDataException(ErrorMessage(Number))
            : WorkResult.Of(Number % 10 == 0 ? string.Create(null, $"{Number} ≥ {new string('1', Number % 300)}") : $"{Number}").With("number", Number);
    }
}
