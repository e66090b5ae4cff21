using Partime.Testing;

namespace Partime.Tool.Tests.Testing;

public sealed class FactsTests
{
    /// <summary>A fact that holds whatever the executor does would be worth nothing.</summary>
    [Fact]
    public void EachFactIsSeenToFail()
    {
        var facts = typeof(ExecutorFacts).GetMethods().Where(method => method.IsDefined(typeof(FactAttribute), inherit: true)).Select(method => method.Name).ToList();
        var tests = string.Concat(Repository.Sources("tests/Tool.Tests/Testing").Select(source => source.Code));
        Assert.NotEmpty(facts);
        Assert.DoesNotContain(facts, fact => !tests.Contains($"facts.{fact}(", StringComparison.Ordinal));
    }
}
