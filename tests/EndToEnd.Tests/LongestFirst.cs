using Xunit.Abstractions;

[assembly: TestCollectionOrderer("Partime.EndToEnd.Tests.LongestFirst", "EndToEnd.Tests")]

namespace Partime.EndToEnd.Tests;

/// <summary>Begins with the classes that take longest: the last to begin decides when all are over.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Longest = [nameof(WorkloadPageTests), nameof(ReadmeTests), nameof(TemplateTests), nameof(ExecutorPageTests)];

    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderByDescending(collection => Longest.Any(name => collection.DisplayName.EndsWith(name, StringComparison.Ordinal)));
}
