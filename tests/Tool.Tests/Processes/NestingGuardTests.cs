using Partime.Tool.Processes;
using Partime.Tool.Tests.Execution;

namespace Partime.Tool.Tests.Processes;

/// <summary>How many partimes stand above each other. Beside no other test, as the variable is this process's own.</summary>
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
    public void WhatIsNoNumberIsNoDepth(string? text, int depth)
    {
        Environment.SetEnvironmentVariable(NestingGuard.Variable, text);
        Assert.Equal(depth, NestingGuard.Current);
    }

    [Fact]
    public void TenMayStandAboveEachOtherAndTheEleventhIsRefused()
    {
        Environment.SetEnvironmentVariable(NestingGuard.Variable, null);
        for (var depth = 1; depth <= NestingGuard.Most; depth++)
        {
            NestingGuard.Enter();
            Assert.Equal(depth, NestingGuard.Current);
        }
        var error = Assert.Throws<PartimeException>(NestingGuard.Enter);
        Assert.Contains(NestingGuard.Variable, error.Message, StringComparison.Ordinal);
    }
}
