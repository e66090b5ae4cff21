using Partime.Tool.Plugins;

namespace Partime.Tool.Tests.Plugins;

public sealed class RequiredOptionTests
{
    [Fact]
    public void WhatIsMissingIsNamedWithTheSettingsToAdd()
    {
        Assert.Equal(
            "The workload 'requiring' has to be told its options 'model' and 'level': add --set model=… --set level=… to the command.",
            Refusal());
        Assert.Equal(
            "The workload 'requiring' has to be told its option 'level': add --set level=… to the command.",
            Refusal(new Setting("model", "moon")));
    }

    [Fact]
    public void AMisspeltOneIsToldBeforeAMissingOne() =>
        Assert.StartsWith("The workload 'requiring' has no option 'modell'. Did you mean 'model'?", Refusal(new Setting("modell", "moon")), StringComparison.Ordinal);

    [Fact]
    public void NoCodeOfThePluginRunsBefore()
    {
        var workload = TestPlugin.Catalog("Options").FindWorkload("requiring") with { AssemblyPath = "/nowhere" };
        Assert.Contains("--set model=…", Assert.Throws<PartimeException>(() => PluginCatalog.ActivationOf(workload, [])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OnceTheyAreSetTheyAreInEffect()
    {
        var catalog = TestPlugin.Catalog("Options");
        var loaded = catalog.CreateWorkload(catalog.FindWorkload("requiring"), [new Setting("model", ""), new Setting("level", "9")]);
        Assert.Equal([new Parameter("model", ""), new Parameter("depth", "1"), new Parameter("level", "9"), new Parameter("key", "***")], loaded.Parameters);
    }

    [Fact]
    public void AnExecutorsIsNamedWithTheExecutor()
    {
        var catalog = TestPlugin.Catalog("PluginExecutor");
        Assert.Equal(
            "The executor 'needy' has to be told its option 'address': add --executor-set needy.address=… to the command.",
            Assert.Throws<PartimeException>(() => catalog.CreateExecutor(catalog.FindExecutor("needy"), [])).Message);
    }

    private static string Refusal(params Setting[] settings) =>
        Assert.Throws<PartimeException>(() => PluginCatalog.ActivationOf(TestPlugin.Catalog("Options").FindWorkload("requiring"), settings)).Message;
}
