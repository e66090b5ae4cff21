using Partime.Tool.Processes;
using Partime.Tool.Tests.Execution;

namespace Partime.Tool.Tests.Processes;

/// <summary>How many partimes stand above each other. Beside no other test, as the variable is this process's own.</summary>
[Collection(nameof(Executors))]
public sealed class DepthTests : IDisposable
{
    private readonly string? before = Environment.GetEnvironmentVariable(Depth.Variable);

    public void Dispose() => Environment.SetEnvironmentVariable(Depth.Variable, before);

    [Theory]
    [InlineData(null, 0)]
    [InlineData("3", 3)]
    [InlineData("-3", 0)]
    [InlineData("deep", 0)]
    public void WhatIsNoNumberIsNoDepth(string? text, int depth)
    {
        Environment.SetEnvironmentVariable(Depth.Variable, text);
        Assert.Equal(depth, Depth.Current);
    }

    [Fact]
    public void TenMayStandAboveEachOtherAndTheEleventhIsRefused()
    {
        Environment.SetEnvironmentVariable(Depth.Variable, null);
        for (var depth = 1; depth <= Depth.Most; depth++)
        {
            Depth.Enter();
            Assert.Equal(depth, Depth.Current);
        }
        var error = Assert.Throws<PartimeException>(Depth.Enter);
        Assert.Contains(Depth.Variable, error.Message, StringComparison.Ordinal);
    }
}
