using Partime.Tool.Plugins;

namespace Partime.Tool.Tests.Plugins;

public sealed class ExecutorOptionsTests
{
    private static readonly PluginCatalog Catalog = TestPlugin.Catalog("PluginExecutor");

    [Fact]
    public void OptionsAreDescribedLikeThoseOfWorkloads() =>
        Assert.Equal(
            [("pause", "duration up to 10s", "0s"), ("room", "size from 1KiB", null), ("token", "text", null)],
            Catalog.FindExecutor("paced").Options.Select(option => (option.Name, option.Takes, option.Default)));

    [Fact]
    public void OptionsAreSetAndReadBack()
    {
        var parameters = Create(new Setting("pause", "250ms"), new Setting("room", "64KiB"), new Setting("token", "swordfish")).Parameters;
        Assert.Equal([new("pause", "0.25s"), new("room", "65536"), new("token", "***")], parameters);
    }

    [Fact]
    public void WithoutSettingsTheDefaultsAreInEffect() =>
        Assert.Equal([new("pause", "0s"), new("room", ""), new("token", "")], Create().Parameters);

    [Theory]
    [InlineData("paus", "1s", "The executor 'paced' has no option 'paus'. Did you mean 'pause'? Its options: pause, room, token.")]
    [InlineData("pause", "1", "The value '1' is not valid for the option 'pause' of 'paced', which takes a duration up to 10s.")]
    [InlineData("pause", "11s", "The value '11s' is not valid for the option 'pause' of 'paced', which takes a duration up to 10s.")]
    public void AMistakeIsTheSameErrorAsForAWorkload(string key, string value, string message) =>
        Assert.Equal(message, Assert.Throws<PartimeException>(() => Create(new Setting(key, value))).Message);

    [Fact]
    public void ASettingForAnExecutorWithoutOptionsIsAnError() =>
        Assert.Equal(
            "The executor 'backwards' has no options: leave out the setting 'backwards.pause'.",
            Assert.Throws<PartimeException>(() => Catalog.CreateExecutor(Catalog.FindExecutor("backwards"), [new Setting("pause", "1s")])).Message);

    [Theory]
    [InlineData("threads.stack-size=64MiB", "threads", "stack-size", "64MiB")]
    [InlineData("a.b=c.d=e", "a", "b", "c.d=e")]
    [InlineData("a.b=", "a", "b", "")]
    public void ASettingNamesTheExecutorTheKeyAndTheValue(string text, string executor, string key, string value) =>
        Assert.Equal(new ExecutorSetting(executor, new Setting(key, value)), ExecutorSetting.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("stack-size=1")]
    [InlineData("threads=1.5")]
    [InlineData("threads.stack-size")]
    [InlineData(".stack-size=1")]
    [InlineData("threads.=1")]
    public void OtherTextIsAnErrorThatShowsTheSyntax(string text) =>
        Assert.Equal(
            $"'{text}' is not a setting of an executor: write executor.key=value, such as threads.stack-size=64MiB.",
            Assert.Throws<PartimeException>(() => ExecutorSetting.Parse(text)).Message);

    private static LoadedExecutor Create(params Setting[] settings) => Catalog.CreateExecutor(Catalog.FindExecutor("paced"), settings);
}
