using Partime.Testing;
using Xunit.Sdk;

namespace Partime.Tool.Tests.Testing;

/// <summary>The facts about an executor, called by a test and not by the runner.</summary>
internal static class Facts
{
    /// <summary>The fact must fail.</summary>
    /// <param name="fact">Which.</param>
    /// <param name="because">What its message must tell.</param>
    /// <param name="executor">The executor that breaks it.</param>
    /// <param name="limitSeconds">How long it is waited for.</param>
    public static async Task FailAsync(Func<ExecutorFacts, Task> fact, string because, FaultyExecutor executor, int limitSeconds = 30)
    {
        var failure = await Assert.ThrowsAnyAsync<XunitException>(() => fact(new FactsAbout(executor, limitSeconds)));
        Assert.Contains(because, failure.Message, StringComparison.Ordinal);
    }

    private sealed class FactsAbout(IExecutor executor, int limitSeconds) : ExecutorFacts
    {
        protected override TimeSpan TimeLimit => TimeSpan.FromSeconds(limitSeconds);

        protected override IExecutor CreateExecutor() => executor;
    }
}
