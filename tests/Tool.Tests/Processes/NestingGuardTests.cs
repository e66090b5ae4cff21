using Partime.Tool.Processes;
using Partime.Tool.Tests.Execution;

namespace Partime.Tool.Tests.Processes;

/// <summary>Instances of partime that start one another. Parallel to no other test, as the variable belongs to this process.</summary>
[Collection(nameof(Executors))]
public sealed class NestingGuardTests : IDisposable
{
    private readonly string? before = Environment.GetEnvironmentVariable(NestingGuard.Variable);

    public void Dispose() => Environment.SetEnvironmentVariable(NestingGuard.Variable, before);

    [Theory]
    [InlineData(null, 0)]
    [InlineData("3", 3)]
    [InlineData("-3", 0)]
    [InlineData("deep", 0)]
    public void AVariableThatIsNoNumberIsDepthZero(string? text, int depth)
    {
        Environment.SetEnvironmentVariable(NestingGuard.Variable, text);
        Assert.Equal(depth, NestingGuard.Level);
    }

    [Fact]
    public void TenLevelsAreAllowedAndTheEleventhIsRejected()
    {
        Environment.SetEnvironmentVariable(NestingGuard.Variable, null);
        for (var depth = 1; depth <= NestingGuard.MaxLevel; depth++)
        {
            NestingGuard.Enter();
            Assert.Equal(depth, NestingGuard.Level);
        }
        var error = Assert.Throws<PartimeException>(NestingGuard.Enter);
        Assert.Contains(NestingGuard.Variable, error.Message, StringComparison.Ordinal);
    }
}
