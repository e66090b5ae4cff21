namespace Partime.Tool.Tests;

public sealed class ResourceExhaustionTests
{
    private const int TooManyOpenFiles = 24;

    public static TheoryData<Exception> Signs =>
    [
        new InsufficientMemoryException(),
        new IOException("Too many open files", TooManyOpenFiles),
        new TypeInitializationException("Console", new IOException("Too many open files", TooManyOpenFiles)),
        new FileNotFoundException("Could not load file or assembly", $"{typeof(System.Text.RegularExpressions.Regex).Assembly.FullName}"),
    ];

    public static TheoryData<Exception> Others =>
    [
        new IOException("No space left on device", 28),
        new FileNotFoundException("Could not find file", "runs.csv"),
        new FileNotFoundException("Could not load file or assembly", "Missing, Version=1.0.0.0"),
        new InvalidOperationException(),
    ];

    [Theory]
    [MemberData(nameof(Signs))]
    public void WantOfFilesThreadsAndMemoryIsNoBug(Exception exception) => Assert.NotNull(ResourceExhaustion.Behind(exception));

    [Fact]
    public void WhatSeemedToBeTheMatterIsNot()
    {
        var sign = new IOException("Too many open files", TooManyOpenFiles);
        Assert.Same(sign, ResourceExhaustion.Behind(new PartimeException("The plugin cannot be read.", sign)));
        Assert.Contains("memory: Too many open files. Raise the limits (ulimit -n", ResourceExhaustion.Sentence(sign), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Others))]
    public void OtherTroubleIs(Exception exception) => Assert.Null(ResourceExhaustion.Behind(exception));
}
