using Partime.Testing;

namespace Partime.Tool.Tests.Testing;

public sealed class WordCountTests
{
    [Theory]
    [MemberData(nameof(BundledExecutors.All), MemberType = typeof(BundledExecutors))]
    public async Task WordsAreCountedUnderEveryExecutor(string executor)
    {
        var run = await WorkloadRun.RunAsync(WorkloadRun.Create<WordCount>(), ["one", "one two", ""], BundledExecutors.Create(executor));
        Assert.Equal(["1", "2", "0"], run.Tasks.Select(task => task.Result));
    }

    [Fact]
    public async Task ATextThatIsTooLongIsAnError()
    {
        var workload = WorkloadRun.Create<WordCount>();
        workload.Limit = 3;
        var run = await WorkloadRun.RunAsync(workload, ["one", "three"]);
        Assert.Equal([Verdict.Ok, Verdict.Error], run.Tasks.Select(task => task.Verdict));
        Assert.Equal("Longer than 3 characters.", run.Tasks[1].Fault?.Message);
    }
}

public sealed class PairExecutorTests : ExecutorFacts
{
    protected override IExecutor CreateExecutor() => new PairExecutor();
}

/// <summary>What the README of the package tests, and its tests, which are run here.</summary>
public sealed class ReadmeSamplesTests
{
    [Fact]
    public void TheCodeInTheReadmeIsTheCodeHere()
    {
        var here = Repository.Text("tests/Tool.Tests/Testing/ReadmeSamplesTests.cs");
        var shown = CodeIn("src/Testing/README.md");
        Assert.Equal(2, shown.Count);
        Assert.All(shown, code => Assert.Contains(code, here, StringComparison.Ordinal));
    }

    /// <summary>That README's workload is built and run in the end-to-end tests.</summary>
    [Fact]
    public void TheWorkloadOnTheFrontPageIsThatOfTheContractsReadme() =>
        Assert.EndsWith(Assert.Single(CodeIn("README.md")), Assert.Single(CodeIn("src/Abstractions/README.md")), StringComparison.Ordinal);

    private static List<string> CodeIn(string page) =>
        [.. Repository.Text(page).Split("```csharp\n").Skip(1).Select(block => block[..block.IndexOf("```", StringComparison.Ordinal)])];
}

internal sealed class WordCount : IBlockingWorkload
{
    [Option("limit", "The maximum number of characters.", Default = "1000")]
    public int Limit { get; set; }

    public WorkResult Run(WorkItem item, CancellationToken cancellationToken) => item.Text.Length <= Limit
        ? WorkResult.Of(item.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length)
        : throw new InvalidDataException($"Longer than {Limit} characters.");
}

/// <summary>Two workers at most: the caller's thread, and one beside it.</summary>
[Executor("pair", "The calling thread and one beside it.", MaxWorkers = 2)]
internal sealed class PairExecutor : IExecutor, IWorkerPool
{
    private int workers;

    public ValueTask<IWorkerPool> StartAsync(PoolRequest request, CancellationToken cancellationToken)
    {
        workers = request.Workers;
        return new(this);
    }

    public async ValueTask RunAsync(ITaskBoard board, CancellationToken cancellationToken)
    {
        var beside = workers > 1 ? Task.Run(() => board.Drain(1, cancellationToken), CancellationToken.None) : Task.CompletedTask;
        board.Drain(0, cancellationToken);
        await beside;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
