using Partime.Tool.Planning;
using static Partime.Tool.Tests.Planning.TaskInputsExtensions;

namespace Partime.Tool.Tests.Planning;

public sealed class TaskInputsTests
{
    [Fact]
    public void ARangeIsNeverListedInMemory()
    {
        Inputs("0..10"); // whatever is made once is made here
        var before = GC.GetAllocatedBytesForCurrentThread();
        var inputs = Inputs("0..100000000");
        Assert.Equal(100_000_000, inputs.Count);
        Assert.Equal(99_999_999, inputs.Item(99_999_999).Parse<long>());
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000);
    }

    [Theory]
    [InlineData("0..100000", 1)]
    [InlineData("0..100000", 3)]
    [InlineData("a,0..50000,b,0..50000", 2)]
    public void FindingAnInputCreatesNoGarbage(string spec, int times)
    {
        var inputs = new TaskInputs(InputSpec.Parse([spec], () => Stream.Null), times);
        inputs.Item(0);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var index = 0L; index < inputs.Count; index++)
            inputs.Item(index);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000);
    }

    [Fact]
    public void EmptySegmentsAreSkipped()
    {
        var none = new InputSegment.Texts([]);
        Assert.Equal(["a", "b", "c"], new TaskInputs([none, new InputSegment.Texts(["a"]), none, none, new InputSegment.Texts(["b", "c"]), none], 1).Texts());
    }

    [Fact]
    public void EachInputIsRepeatedBeforeTheNext()
    {
        var inputs = new TaskInputs(InputSpec.Parse(["a,0..2,b"], () => Stream.Null), times: 3);
        Assert.Equal(["a", "a", "a", "0", "0", "0", "1", "1", "1", "b", "b", "b"], inputs.Texts());
    }

    [Fact]
    public void InputsOfARangeAreNumbersAndOthersAreText()
    {
        var inputs = Inputs("007,7..8");
        Assert.Equal("007", inputs.Item(0).Text);
        Assert.Equal("7", inputs.Item(1).Text);
        Assert.Equal(7, inputs.Item(1).Parse<long>());
    }

    [Theory]
    [InlineData("0..100000000000", 1, "100,000,000,000")]
    [InlineData("0..100000", 1_000_000_000, "100,000,000,000,000")]
    [InlineData("0..9223372036854775807,0..9223372036854775807", 1_000_000_000, "9,223,372,036,854,775,807,000,000,000")]
    public void TooManyTasksAreRejectedWithTheirNumber(string spec, int times, string number)
    {
        var segments = InputSpec.Parse([spec], () => Stream.Null);
        var error = Assert.Throws<PartimeException>(() => new TaskInputs(segments, times));
        Assert.Contains(number, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheLargestNumberOfTasksIsAccepted() => Assert.Equal(Array.MaxLength, Inputs($"0..{Array.MaxLength}").Count);

    [Fact]
    public void InputsWithoutCommasBetweenThemAreOneThatIsNoNumber() =>
        Assert.Equal("The input '1 2 3' is not a number. Inputs are separated by commas.", Assert.Throws<FormatException>(() => new WorkItem(0, "1 2 3").Parse<double>()).Message);
}
