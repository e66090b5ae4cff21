using Partime.Tool.Planning;

namespace Partime.Tool.Tests.Planning;

public sealed class WorkerSpecTests
{
    [Theory]
    [InlineData("2", "2")]
    [InlineData("1,2,4", "1|2|4")]
    [InlineData("4, 1", "4|1")]
    [InlineData("1..9", "1|2|3|4|5|6|7|8")]
    [InlineData("2..9:2", "2|4|6|8")]
    [InlineData("3..0:-1", "3|2|1")]
    [InlineData("1..4,8", "1|2|3|8")]
    [InlineData("2,1..4,2", "2|1|3")]
    [InlineData("10000", "10000")]
    public void AListOfWorkersIsReadInItsOrderWithoutDuplicates(string spec, string counts) =>
        Assert.Equal(counts.Split('|').Select(int.Parse), WorkerSpec.Parse([spec], usual: null, tasks: 100));

    [Fact]
    public void SeveralListsFollowOneAnother() => Assert.Equal([3, 1, 2], WorkerSpec.Parse(["3", "1..4"], usual: null, tasks: 100));

    [Fact]
    public void AutoIsTheNumberOfUsableCpus() =>
        Assert.Equal([Environment.ProcessorCount, Environment.ProcessorCount + 1], WorkerSpec.Parse(["auto", $"{Environment.ProcessorCount + 1}"], usual: null, tasks: 3));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 3)]
    [InlineData(8, 8)]
    public void AFewTasksGetAWorkerEach(long tasks, int workers) => Assert.Equal([workers], WorkerSpec.Parse([], usual: null, tasks));

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    [InlineData(1_000_000)]
    public void OtherwiseThereAreAsManyWorkersAsCpus(long tasks) => Assert.Equal([Environment.ProcessorCount], WorkerSpec.Parse([], usual: null, tasks));

    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    public void OneWorkerPerTaskCanBeAskedForAndBeAnExecutorsOwnRule(int tasks)
    {
        Assert.Equal([tasks], WorkerSpec.Parse(["tasks"], usual: null, tasks));
        Assert.Equal([tasks], WorkerSpec.Parse([], usual: "tasks", tasks));
        Assert.Equal([3], WorkerSpec.Parse(["3"], usual: "tasks", tasks));
    }

    [Fact]
    public void OneWorkerForEachOfManyTasksIsRefusedWithWhatToWrite()
    {
        var error = Assert.Throws<PartimeException>(() => WorkerSpec.Parse([], usual: "tasks", tasks: 65));
        Assert.Contains("--workers", error.Message, StringComparison.Ordinal);
        Assert.Contains("65 tasks", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0", "'0'")]
    [InlineData("-1", "'-1'")]
    [InlineData("10001", "'10001'")]
    [InlineData("99999999999", "'99999999999'")]
    [InlineData("two", "'two'")]
    [InlineData("1.5", "'1.5'")]
    [InlineData("1,,2", "'1,,2'")]
    [InlineData("", "''")]
    [InlineData("1,x", "'x'")]
    [InlineData("0..3", "'0..3'")]
    [InlineData("9998..10002", "'9998..10002'")]
    [InlineData("5..5", "'5..5'")]
    [InlineData("1..20000", "'1..20000'")]
    [InlineData("8..1", "'8..1'")]
    public void AnythingElseIsQuoted(string spec, string quoted)
    {
        var error = Assert.Throws<PartimeException>(() => WorkerSpec.Parse([spec], usual: null, tasks: 100));
        Assert.Contains(quoted, error.Message, StringComparison.Ordinal);
    }
}
