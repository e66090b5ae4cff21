using Partime.Tool.Planning;

namespace Partime.Tool.Tests.Planning;

public sealed class WorkerSpecTests
{
    private const int Cpus = 3;

    [Theory]
    [InlineData("2", "2")]
    [InlineData("1,2,4", "1|2|4")]
    [InlineData("4, 1", "4|1")]
    [InlineData("1..9", "1|2|3|4|5|6|7|8")]
    [InlineData("2..9:2", "2|4|6|8")]
    [InlineData("3..0:-1", "3|2|1")]
    [InlineData("1..4,8", "1|2|3|8")]
    [InlineData("10000", "10000")]
    public void AListOfWorkersIsReadInItsOrder(string list, string counts) => Assert.Equal(counts.Split('|').Select(int.Parse), Counts(100, list));

    [Fact]
    public void SeveralListsFollowOneAnother() => Assert.Equal([3, 1, 2], Counts(100, "3", "1..3"));

    [Fact]
    public void AutoIsTheNumberOfUsableCpus() => Assert.Equal([Cpus, 7], Counts(3, "auto", "7"));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 3)]
    [InlineData(8, 8)]
    public void ByDefaultAFewTasksGetAWorkerEach(long tasks, int workers) => Assert.Equal(workers, WorkerSpec.Default.For(tasks, Cpus));

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    [InlineData(1_000_000)]
    public void OtherwiseThereAreAsManyWorkersAsCpus(long tasks) => Assert.Equal(Cpus, WorkerSpec.Default.For(tasks, Cpus));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(64, 64)]
    public void TasksIsOneWorkerPerTask(long tasks, int workers) => Assert.Equal([workers], Counts(tasks, "tasks"));

    [Fact]
    public void OneWorkerPerTaskHasALimit() => Assert.Equal(
        "One worker per task would be 20,000 workers; the limit is 64. Set the number of workers.",
        Assert.Throws<PartimeException>(() => Counts(20_000, "tasks")).Message);

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
    public void InvalidTextIsQuoted(string spec, string quoted)
    {
        var error = Assert.Throws<PartimeException>(() => WorkerSpec.ParseList([spec]));
        Assert.Contains(quoted, error.Message, StringComparison.Ordinal);
    }

    private static int[] Counts(long tasks, params string[] lists) => [.. WorkerSpec.ParseList(lists).Select(spec => spec.For(tasks, Cpus))];
}
