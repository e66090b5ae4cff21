using System.Text.RegularExpressions;

namespace Partime.EndToEnd.Tests;

/// <summary>An author makes a workload of the template, with the published packages only, and does what its README says: builds it, tests it,
/// runs it from its folder, packs it, installs it, runs it by its name, and removes it.</summary>
/// <remarks>The name is not valid for a package, a class or a command, so the template must change it. The pages use valid names.</remarks>
[Trait("Category", "Slow")]
public sealed partial class WorkloadTemplateTests(InstalledTool tool) : IClassFixture<InstalledTool>, IDisposable
{
    private readonly Author author = new(tool);

    public void Dispose() => author.Dispose();

    [Needs("bash")]
    public async Task AWorkloadFromTheTemplateDoesWhatItsReadmeSays()
    {
        const string built = "src/My.3d-Work_2/bin/Release/net10.0";
        await author.CreateAsync("partime-workload", "My.3d-Work+2");
        await author.FollowAsync(Markdown.CodeBlocks(Path.Combine(author.Folder, "README.md")));

        Assert.StartsWith("my-3d-work-2: ", (await author.TypeAsync($"dotnet partime describe my-3d-work-2 --plugin {built}")).Output, StringComparison.Ordinal);
        var rows = Csv.Parse((await author.TypeAsync($"dotnet partime run my-3d-work-2 --plugin {built} -e all --set from=10 --tasks-csv -")).Output);
        // The primes below these numbers, without 2, 3, 5 and 7.
        Assert.Equal(["5129", "9588", "13844", "17980"], rows.Select(row => row["result"]).Distinct());
        Assert.All(rows, row => Assert.NotEqual("", row["metric_divisions"]));
        await EveryMistakeIsAWarningAsync("src/My.3d-Work_2");
    }

    /// <summary>In the same project, because restoring another takes long. A suggestion such as PT013 is not shown by a build.</summary>
    private async Task EveryMistakeIsAWarningAsync(string project)
    {
        foreach (var file in Directory.GetFiles(Repository.PathOf("tests/TestPlugins/Mistaken"), "*.cs"))
            author.Write($"{project}/{Path.GetFileName(file)}", File.ReadAllText(file));
        author.Write(".editorconfig", "[*.cs]\ndotnet_diagnostic.PT013.severity = warning\n");

        // The build takes warnings for errors. It has none about the code fixes, which the compiler is given too and never loads.
        var build = await author.TypeAsync($"! dotnet build {project} -c Release --no-restore");
        Assert.Equal(
            Enumerable.Range(1, 13).Select(number => $"PT{number:000}"),
            MistakeInBuild().Matches(build.Output).Select(match => match.Groups["id"].Value).Distinct().Order(StringComparer.Ordinal));
        Assert.DoesNotContain("Partime.CodeFixes", build.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("CS80", build.Output, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"Mistaken\w+\.cs\(\d+,\d+\): error (?<id>PT\d+): ")]
    private static partial Regex MistakeInBuild();
}

/// <summary>An author makes an executor of the template, named like a type that its code uses, and does the same.</summary>
[Trait("Category", "Slow")]
public sealed class ExecutorTemplateTests(InstalledTool tool) : IClassFixture<InstalledTool>, IDisposable
{
    private readonly Author author = new(tool);

    public void Dispose() => author.Dispose();

    [Needs("bash")]
    public async Task AnExecutorFromTheTemplateDoesWhatItsReadmeSays()
    {
        await author.CreateAsync("partime-executor", "Task");
        await author.FollowAsync(Markdown.CodeBlocks(Path.Combine(author.Folder, "README.md")));

        var rows = Csv.Parse((await author.TypeAsync("dotnet partime run sum-squares -i 0..100 -e serial,task -w 3 --plugin src/Task/bin/Release/net10.0 --csv - --columns all")).Output);
        Assert.Equal([("serial", "1", "ok"), ("task", "3", "ok")], Csv.AsNamed(rows).Select(row => (row["executor"], row["workers"], row["status"])));
    }
}

/// <summary>An author follows the page about workloads.</summary>
[Trait("Category", "Slow")]
public sealed class WorkloadPageTests(InstalledTool tool) : IClassFixture<InstalledTool>, IDisposable
{
    private readonly Author author = new(tool);

    public void Dispose() => author.Dispose();

    [Needs("bash")]
    public Task WritingAWorkloadIsAsThePageShows() => author.FollowAsync("docs/writing-a-workload.md");
}

/// <summary>An author follows the page about executors.</summary>
[Trait("Category", "Slow")]
public sealed class ExecutorPageTests(InstalledTool tool) : IClassFixture<InstalledTool>, IDisposable
{
    private readonly Author author = new(tool);

    public void Dispose() => author.Dispose();

    [Needs("bash")]
    public Task WritingAnExecutorIsAsThePageShows() => author.FollowAsync("docs/writing-an-executor.md");
}
