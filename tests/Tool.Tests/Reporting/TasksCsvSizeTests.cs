using Partime.Tool.Planning;
using Partime.Tool.Reporting;

namespace Partime.Tool.Tests.Reporting;

public sealed class TasksCsvSizeTests
{
    [Fact]
    public void AFixedNumberOfRoundsGivesTheNumberOfRows() =>
        Assert.Equal("The tasks CSV will have 12 rows, about 1 kB.", TasksCsvSize.Estimate(Of("1,2", "2", warmup: 1), metrics: 1));

    [Fact]
    public void AutomaticRoundsGiveTheLeastNumberOfRows() =>
        Assert.Equal("The tasks CSV will have at least 160,000 rows, about 15 MB, and 40,000 more for each further round.", TasksCsvSize.Estimate(Of("0..20000", null, warmup: 1), metrics: 0));

    [Fact]
    public void AMillionRowsAreSaidBeforeTheFirstMeasurement()
    {
        Assert.Null(TasksCsvSize.Warning(Of("0..1000", "99", warmup: 1), 0, isForExcel: true));
        Assert.Equal("The tasks CSV will have 1,000,000 rows, about 99 MB: one for each task of every round and configuration. For fewer, choose fewer rounds, configurations or inputs.",
            TasksCsvSize.Warning(Of("0..100000", "4", warmup: 1), 0, isForExcel: true));
        Assert.Equal("The tasks CSV will have at least 160,000 rows, about 15 MB, and at most 4,040,000: one for each task of every round and configuration."
            + " Excel shows only 1,048,575 of them. For fewer, choose fewer rounds, configurations or inputs.", TasksCsvSize.Warning(Of("0..20000", null, warmup: 1), 0, isForExcel: true));
    }

    [Fact]
    public void TheRowsOfAFileThatIsAppendedToCount()
    {
        var plan = Of("0..50000", "1", warmup: 0);

        Assert.Null(TasksCsvSize.Warning(plan, 0, isForExcel: true, kept: 899_999));
        Assert.Equal("The tasks CSV has 948,576 rows and will get 100,000 rows, about 9 MB: one for each task of every round and configuration."
            + " Excel shows only 1,048,575 in all. For fewer, choose fewer rounds, configurations or inputs.", TasksCsvSize.Warning(plan, 0, isForExcel: true, kept: 948_576));
        Assert.DoesNotContain("Excel", TasksCsvSize.Warning(plan, 0, isForExcel: true, kept: 948_575), StringComparison.Ordinal);
        Assert.Equal("The tasks CSV has 1 row and will get 100,000 rows, about 9 MB.", TasksCsvSize.Estimate(plan, 0, kept: 1));
    }

    [Fact]
    public void TheLargestPlanHasASizeToo() => Assert.NotNull(TasksCsvSize.Warning(Of("0..2000000000", "1000000000", warmup: 1_000_000_000), 3, isForExcel: false));

    [Fact]
    public void RowsBeyondASheetAreNamed()
    {
        Assert.Null(TasksCsvSize.BeyondSheet(1_048_575));
        Assert.StartsWith("The tasks CSV has 1,048,576 rows, and Excel shows only the first 1,048,575.", TasksCsvSize.BeyondSheet(1_048_576), StringComparison.Ordinal);
    }

    private static Plan Of(string inputs, string? rounds, int warmup) => new(
        new TaskInputs(InputSpec.Parse([inputs], () => Stream.Null), 1), [new("serial", 1, 1), new("threads", 2, 1)], warmup, RoundsSpec.Parse(rounds, null, null));
}
