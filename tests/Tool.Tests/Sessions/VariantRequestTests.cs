using Partime.Tool.Plugins;
using Partime.Tool.Sessions;

namespace Partime.Tool.Tests.Sessions;

public sealed class VariantRequestTests
{
    private static readonly SessionRequest Request = new() { Workload = "compress" };

    [Theory]
    [InlineData("codec=gzip,zstd", "codec", "gzip", "zstd")]
    [InlineData(@"text=a\,b,c", "text", "a,b", "c")]
    [InlineData("empty=,1", "empty", "", "1")]
    [InlineData("one=1", "one", "1")]
    public void ValuesAreSeparatedByCommas(string text, string key, params string[] values)
    {
        var option = VariedOption.Parse(text);
        Assert.Equal(key, option.Key);
        Assert.Equal(values, option.Values);
    }

    [Theory]
    [InlineData("token=1,hunter2,hunter2", "The option 'token' is varied with a value twice")]
    [InlineData("level", "'level' is no option with values: write key=value,value.")]
    public void AVariedOptionThatIsNoneIsRefused(string text, string message)
    {
        var refusal = Assert.Throws<PartimeException>(() => VariedOption.Parse(text)).Message;
        Assert.Contains(message, refusal, StringComparison.Ordinal);
        // It may be a secret.
        Assert.DoesNotContain("hunter2", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void ThereIsALimitToTheNumberOfVariants()
    {
        var many = VariedOption.Parse($"a={string.Join(',', Enumerable.Range(0, 2000))}");
        Assert.Contains("These are 8,000,000,000 variants, and a session has at most 100",
            Assert.Throws<PartimeException>(() => VariantRequest.AllOf(Request with { Varied = [many, many with { Key = "b" }, many with { Key = "c" }] })).Message, StringComparison.Ordinal);
    }

    /// <summary>A workload may have an option of that name.</summary>
    [Fact]
    public void TheNumberOfTasksIsVariedUnlessItIsAnOption()
    {
        var all = VariantRequest.AllOf(Request with { Varied = [VariedOption.Parse("tasks=10,20")] });
        var sleep = Catalog.OpenBundled().Workloads.First(workload => workload.Name == "sleep");
        Assert.Equal([(0, 10L), (0, 20L)], Applicable(sleep));
        Assert.Equal([(1, null), (1, null)], Applicable(sleep with { Options = [new OptionInfo("tasks", "", "", null, Secret: false, "Tasks")] }));

        IEnumerable<(int Settings, long? Tasks)> Applicable(WorkloadInfo workload) =>
            VariantRequest.Applicable(all, new Dictionary<string, WorkloadInfo> { ["compress"] = workload }).Select(variant => (variant.Settings.Count, variant.Tasks));
    }

    [Fact]
    public void EveryCombinationOfSeveralOptionsIsAVariant() => Assert.Equal(
        ["codec=gzip level=1", "codec=gzip level=6", "codec=zstd level=1", "codec=zstd level=6"],
        VariantRequest.AllOf(Request with { Varied = [VariedOption.Parse("codec=gzip,zstd"), VariedOption.Parse("level=1,6")] })
            .Select(variant => string.Join(' ', variant.Settings.Select(setting => $"{setting.Key}={setting.Value}"))));
}
