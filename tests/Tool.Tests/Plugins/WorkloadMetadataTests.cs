using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Partime.Tool.Plugins;

namespace Partime.Tool.Tests.Plugins;

public sealed class WorkloadMetadataTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void TheAggregateIsReadWithoutLoadingThePlugin() => Assert.Equal(
        [
            new("by-default", "", "", MetricAggregate.Mean), new("whole_bytes", "B", "", MetricAggregate.Sum), new("low", "", "", MetricAggregate.Min), new("high", "requests/s", "", MetricAggregate.Max), new("middle", "", "", MetricAggregate.Median),
            new("code", "", "", MetricAggregate.None), new("wait_s", "s", "", MetricAggregate.P95), new("tail_s", "s", "", MetricAggregate.P99), new("never", "", "", MetricAggregate.Mean),
        ],
        TestPlugin.Catalog("Planted").FindWorkload("planted-metrics").Metrics);

    [Fact]
    public void APluginOfTheFirstContractHasMeans() =>
        Assert.Equal([new("factor", "", "What it multiplied by.", MetricAggregate.Mean)], TestPlugin.Catalog("BuiltAgainstFirstContract").FindWorkload("first").Metrics);

    [Theory]
    [InlineData(-1)]
    [InlineData(8)]
    public void AnUnknownAggregateIsRefused(int value) => Assert.Equal(
        $"The metric 'size' in {folder["odd.dll"]} has the unknown Aggregate {value}: write one of Mean, Sum, Min, Max, Median, P95, P99, None.",
        MistakeOf($"\"\", Aggregate = (Partime.MetricAggregate)({value})"));

    [Fact]
    public void ASemicolonInAUnitIsRefused() => Assert.Equal($"The metric 'size' in {folder["odd.dll"]} has the invalid unit 'B; kB': write it without ';'.", MistakeOf("\"B; kB\""));

    [Theory]
    [InlineData("Rest")]
    [InlineData("Others")]
    public void OneOptionTakesWhatHasNoName(string property) => Assert.Equal(
        $"Several options of a class in {folder["odd.dll"]} have {property}: leave it at one.",
        MistakeIn($"[Partime.Option(\"a\", \"\", {property} = true)] public string[] A {{ get; set; }} [Partime.Option(\"b\", \"\", {property} = true)] public string[] B {{ get; set; }}"));

    /// <summary>Of a plugin whose metric has this unit and aggregate.</summary>
    private string MistakeOf(string metric) => MistakeIn("", $"[Partime.Metric(\"size\", {metric})]");

    private string MistakeIn(string members, string attributes = "")
    {
        var source = $"[Partime.Workload(\"odd\", \"\")] {attributes} public class Odd {{ {members} }}";
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(System.IO.Path.PathSeparator).Where(path => System.IO.Path.GetFileName(path) is "System.Runtime.dll" or "System.Private.CoreLib.dll" or "Partime.Abstractions.dll");
        var compilation = CSharpCompilation.Create("odd", [CSharpSyntaxTree.ParseText(source)], references.Select(path => MetadataReference.CreateFromFile(path)), new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        Assert.Empty(compilation.Emit(folder["odd.dll"]).Diagnostics);
        return Assert.Throws<PartimeException>(() => PluginFile.Read(folder["odd.dll"])).Message;
    }
}
