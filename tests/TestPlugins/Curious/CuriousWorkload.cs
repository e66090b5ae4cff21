using System.Globalization;
using System.Runtime;

namespace Partime.TestPlugins;

/// <summary>Each input is a question: a word, or a word and what it is about behind a colon. A number is a question for its square.</summary>
[Workload("curious", "Tells what a task sees of the process it is in.", SampleInputs = "pid", Deterministic = false)]
public sealed class CuriousWorkload : IBlockingWorkload, IDisposable
{
    private int starts;
    private int asked;

    [Option("workers", "Named like an option of the tool.")]
    public string Workers { get; set; } = "";

    [Option("timeout", "Named like an option of the tool.")]
    public string Timeout { get; set; } = "";

    [Option("folder", "Where tasks meet.")]
    public string Folder { get; set; } = "";

    /// <summary>How many methods this process had compiled when it constructed this.</summary>
    private readonly long compiled = JitInfo.GetCompiledMethodCount();

    [Option("end", "What it does when it is disposed of: nothing, crash, hang or throw.")]
    public string End { get; set; } = "nothing";

    [Option("first", "A file. The first process creates it; the others are not ready before they are cancelled, or fail with end=no-second.")]
    public string First { get; set; } = "";

    public async ValueTask StartAsync(CancellationToken cancellationToken)
    {
        starts++;
        if (First.Length == 0 || Surroundings.TryCreate(First))
            return;
        if (End == "no-second")
            throw new InvalidOperationException("no second start");
        try
        {
            await Task.Delay(System.Threading.Timeout.Infinite, cancellationToken);
        }
        catch (OperationCanceledException) when (End == "no-start")
        {
            throw new InvalidOperationException("no start");
        }
    }

    public WorkResult Run(WorkItem item, CancellationToken cancellationToken)
    {
        if (long.TryParse(item.Text, CultureInfo.InvariantCulture, out var number))
            return WorkResult.Of(number * number);
        var (question, about) = item.Text.Split(':', 2) is [var word, var rest] ? (word, rest) : (item.Text, "");
        return question switch
        {
            "version" => WorkResult.Of("the first version"),
            "pid" => WorkResult.Of(Environment.ProcessId),
            "starts" => WorkResult.Of(starts),
            "asked" => WorkResult.Of(Interlocked.Increment(ref asked)),
            "options" => WorkResult.Of($"{Workers};{Timeout}"),
            "variable" => WorkResult.Of(Environment.GetEnvironmentVariable(about) ?? "(none)"),
            "server-gc" => WorkResult.Of(GCSettings.IsServerGC ? "yes" : "no"),
            "length" => WorkResult.Of(about.Length),
            "files" => WorkResult.Of(Surroundings.OpenFiles()),
            "input" => WorkResult.Of(Surroundings.StandardInputOfAChild()),
            "compiled" => WorkResult.Of(compiled),
            "memory" => WorkResult.Of(Surroundings.MemoryAfterUsing(int.Parse(about, CultureInfo.InvariantCulture))),
            "meet" => WorkResult.Of(Surroundings.Meet(Folder, item.Index, int.Parse(about, CultureInfo.InvariantCulture))),
            "wait" => WorkResult.Of(Surroundings.WaitFor(about)),
            "print" => WorkResult.Of(Surroundings.Print(about)),
            "terminal" => WorkResult.Of(Surroundings.Terminal()),
            "bytes-of" => WorkResult.Of(Surroundings.BytesOf(about)),
            "leave-thread" => WorkResult.Of(Surroundings.LeaveThread()),
            "move" => WorkResult.Of(Surroundings.Move(about)),
            "undeclared" => WorkResult.Of(0).With("undeclared", 1),
            "unwritable" => WorkResult.Of(new Unwritable()),
            "bytes" => WorkResult.OfUtf8([0xFF, 0x00, 0xFE]),
            _ => throw new ArgumentException($"'{item.Text}' is no question known here."),
        };
    }

    public void Dispose()
    {
        if (First.Length > 0)
            File.WriteAllText($"{First}.{Environment.ProcessId}", "disposed of");
        switch (End)
        {
            case "crash":
                Surroundings.Crash();
                break;
            case "hang":
                Thread.Sleep(System.Threading.Timeout.Infinite);
                break;
            case "throw":
                throw new InvalidOperationException("no end");
            default:
                break;
        }
    }

    /// <summary>A value that cannot be made into text.</summary>
    private readonly struct Unwritable : IUtf8SpanFormattable
    {
        public bool TryFormat(Span<byte> utf8Destination, out int bytesWritten, ReadOnlySpan<char> format, IFormatProvider? provider) =>
            throw new FormatException("not to be written");
    }
}
