using System.Diagnostics;

namespace Partime.EndToEnd.Tests;

/// <summary>Somebody who has never seen partime makes a plugin of their own, with the published packages only.</summary>
[Collection(nameof(Alone))]
public sealed class AuthoringTests(InstalledTool tool) : IClassFixture<InstalledTool>, IDisposable
{
    private readonly Author author = new(tool);

    public void Dispose() => author.Dispose();

    /// <summary>Makes it, builds it, tests it, runs it from its folder, packs it, installs it, runs it by its name, and removes it.</summary>
    [Needs("bash")]
    public async Task AWorkloadFromTheTemplateDoesWhatItsReadmeSaysInLessThanAMinute()
    {
        var clock = Stopwatch.StartNew();
        await author.CreateAsync("partime-workload", "Foo");
        await author.FollowAsync(Path.Combine(author.Folder, "README.md"));
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 60);

        var rows = Csv.Parse((await author.TypeAsync("dotnet partime run foo --plugin src/Foo/bin/Release/net10.0 -e all --set from=10 --rounds 1 --tasks-csv -")).Output);
        // The primes below these numbers, without 2, 3, 5 and 7.
        Assert.Equal(["5129", "9588", "13844", "17980"], rows.Select(row => row["result"]).Distinct());
        Assert.All(rows, row => Assert.NotEqual("", row["metric_divisions"]));
    }
}

/// <summary>What the templates make of a name.</summary>
public sealed class TemplateTests(InstalledTool tool) : IClassFixture<InstalledTool>, IDisposable
{
    private readonly Author author = new(tool);

    public void Dispose() => author.Dispose();

    [Needs("bash")]
    public async Task AnExecutorFromTheTemplateDoesWhatItsReadmeSays()
    {
        await author.CreateAsync("partime-executor", "Bar");
        await author.FollowAsync(Path.Combine(author.Folder, "README.md"));

        var rows = Csv.Parse((await author.TypeAsync("dotnet partime run sum-squares -i 0..100 -e serial,bar -w 3 --plugin src/Bar/bin/Release/net10.0 --rounds 1 --csv -")).Output);
        Assert.Equal([("serial", "1", "ok"), ("bar", "3", "ok")], Csv.AsNamed(rows).Select(row => (row["executor"], row["workers"], row["status"])));
    }

    [Needs("bash")]
    public async Task NamesThatNoClassOrCommandCouldHaveAreMadeFit()
    {
        await author.CreateAsync("partime-workload", "My.3d-Work2");
        await author.TypeAsync("dotnet new partime-executor -n 2nd_HTTPTry");
        await author.TypeAsync("dotnet sln My.3d-Work2.slnx add 2nd_HTTPTry/src/2nd_HTTPTry");
        // Testing alone would leave out the project that no test refers to.
        await author.TypeAsync("dotnet build -c Release -warnaserror");
        Assert.Contains("Passed: ", (await author.TypeAsync("dotnet test -c Release --no-build")).Output, StringComparison.Ordinal);

        Assert.StartsWith("my-3d-work2: ", (await author.TypeAsync("dotnet partime describe my-3d-work2 --plugin src/My.3d-Work2/bin/Release/net10.0")).Output, StringComparison.Ordinal);
        await author.TypeAsync("dotnet partime run sleep -i 0 -e 2nd-http-try --plugin 2nd_HTTPTry/src/2nd_HTTPTry/bin/Release/net10.0");
    }
}

/// <summary>Somebody follows the page about workloads.</summary>
public sealed class WorkloadPageTests(InstalledTool tool) : IClassFixture<InstalledTool>, IDisposable
{
    private readonly Author author = new(tool);

    public void Dispose() => author.Dispose();

    [Needs("bash")]
    public Task WritingAWorkloadIsAsThePageShows() => author.FollowAsync(Repository.PathOf("docs/writing-a-workload.md"));
}

/// <summary>Somebody follows the page about executors.</summary>
public sealed class ExecutorPageTests(InstalledTool tool) : IClassFixture<InstalledTool>, IDisposable
{
    private readonly Author author = new(tool);

    public void Dispose() => author.Dispose();

    [Needs("bash")]
    public Task WritingAnExecutorIsAsThePageShows() => author.FollowAsync(Repository.PathOf("docs/writing-an-executor.md"));
}
