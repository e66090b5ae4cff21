using System.Text.Json.Nodes;
using Partime.Tool.Plugins;

namespace Partime.Tool.Tests.Plugins;

/// <summary>What the runtime would end the process for.</summary>
public sealed class DependencyListTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Theory]
    [InlineData("{")]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"runtimeTarget":5,"targets":{},"libraries":{}}""")]
    [InlineData("""{"runtimeTarget":{"name":null},"targets":{".NET":{}},"libraries":{}}""")]
    [InlineData("""{"runtimeTarget":{"name":".NET"},"targets":[],"libraries":{}}""")]
    [InlineData("""{"runtimeTarget":{"name":".NET"},"targets":{".NET":{"A/1":5}},"libraries":{}}""")]
    [InlineData("""{"runtimeTarget":{"name":".NET"},"targets":{".NET":{"A/1":{"runtime":{"a.dll":5}}}},"libraries":{}}""")]
    [InlineData("""{"runtimeTarget":{"name":".NET"},"targets":{".NET":{}},"libraries":{"A/1":{"type":5}}}""")]
    [InlineData("""{"runtimeTarget":{"name":"another"},"targets":{".NET":{}},"libraries":{}}""")]
    public void ADamagedListIsAnError(string text)
    {
        var plugin = folder.CopyPlugin("WithPrivateDependency");
        File.WriteAllText(Path.Combine(plugin, "WithPrivateDependency.deps.json"), text);
        var catalog = PluginCatalog.Open([plugin], null);
        var workload = catalog.Workloads.Single(workload => workload.AssemblyPath.StartsWith(plugin, StringComparison.Ordinal));

        Assert.Contains("WithPrivateDependency.deps.json is damaged: ", Assert.Throws<PartimeException>(() => catalog.CreateWorkload(workload, [])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatBuildsWriteIsNone()
    {
        foreach (var name in (string[])["WithPrivateDependency", "WithNativeLibrary", "WithTranslations", "WithAspNet", "Curious"])
        {
            Assert.NotNull(JsonNode.Parse(File.ReadAllText(Path.ChangeExtension(TestPlugin.File(name), ".deps.json"))));
            DependencyList.Check(TestPlugin.File(name));
        }
    }

    public void Dispose() => folder.Dispose();
}
