using Partime.Tool.Plugins;

namespace Partime.Tool.Tests.Plugins;

public sealed class PluginSettingsTests
{
    [Theory]
    [InlineData("count=3", "count", "3")]
    [InlineData("query=a=b", "query", "a=b")]
    [InlineData("name=", "name", "")]
    [InlineData("name= x ", "name", " x ")]
    public void ASettingIsAKeyAndAValue(string text, string key, string value) =>
        Assert.Equal(new Setting(key, value), Setting.Parse(text));

    [Theory]
    [InlineData("count")]
    [InlineData("=3")]
    [InlineData("")]
    public void ASettingWithoutKeyOrValueIsAnError(string text)
    {
        var error = Assert.Throws<PartimeException>(() => Setting.Parse(text));
        Assert.Contains($"'{text}' is not a setting", error.Message, StringComparison.Ordinal);
        Assert.Contains("key=value", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MissingOptionsAreNamedWithTheSettingsToAdd()
    {
        Assert.Equal(
            "The workload 'requiring' requires its options 'model' and 'level': add the settings model=… and level=….",
            Refusal());
        Assert.Equal(
            "The workload 'requiring' requires its option 'level': add the setting level=….",
            Refusal(new Setting("model", "moon")));
    }

    [Fact]
    public void AMisspeltOptionIsReportedBeforeAMissingOne() =>
        Assert.StartsWith("The workload 'requiring' has no option 'modell'. Did you mean 'model'?", Refusal(new Setting("modell", "moon")), StringComparison.Ordinal);

    [Fact]
    public void MissingOptionsAreFoundWithoutRunningCodeOfThePlugin()
    {
        var workload = TestPlugin.Catalog("Options").FindWorkload("requiring") with { AssemblyPath = "/nowhere" };
        Assert.Contains("model=…", Assert.Throws<PartimeException>(() => PluginCatalog.ActivationOf(workload, [])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RequiredOptionsThatAreSetAreInEffect()
    {
        var catalog = TestPlugin.Catalog("Options");
        var loaded = catalog.CreateWorkload(catalog.FindWorkload("requiring"), [new Setting("model", ""), new Setting("level", "9")]);
        Assert.Equal([new Parameter("model", ""), new Parameter("depth", "1"), new Parameter("level", "9"), new Parameter("key", "***")], loaded.Parameters);
    }

    [Fact]
    public void AMissingOptionOfAnExecutorIsNamedWithTheExecutor()
    {
        var catalog = TestPlugin.Catalog("PluginExecutor");
        Assert.Equal(
            "The executor 'needy' requires its option 'address': add the setting needy.address=….",
            Assert.Throws<PartimeException>(() => catalog.CreateExecutor(catalog.FindExecutor("needy"), [])).Message);
    }

    private static string Refusal(params Setting[] settings) =>
        Assert.Throws<PartimeException>(() => PluginCatalog.ActivationOf(TestPlugin.Catalog("Options").FindWorkload("requiring"), settings)).Message;
}
