using System.Globalization;
using Partime.Tool.Plugins;

namespace Partime.Tool.Tests.Plugins;

public sealed class OptionsTests
{
    [Theory]
    [InlineData("name", "a=b c", "a=b c")]
    [InlineData("name", "", "")]
    [InlineData("on", "TRUE", "true")]
    [InlineData("small", "255", "255")]
    [InlineData("count", "-7", "-7")]
    [InlineData("big", "9223372036854775807", "9223372036854775807")]
    [InlineData("ratio", "1e-3", "0.001")]
    [InlineData("price", "1.50", "1.50")]
    [InlineData("limit", "9", "9")]
    [InlineData("color", "blue", "Blue")]
    [InlineData("level", "fastest", "Fastest")]
    [InlineData("wait", "250ms", "0.25s")]
    [InlineData("header", "one", "one")]
    [InlineData("token", "hunter2", "***")]
    [InlineData("inherited", "derived", "derived")]
    public void AnOptionIsSetAndReadBack(string option, string text, string inEffect) =>
        Assert.Equal(inEffect, Apply(new Setting(option, text))[option]);

    [Theory]
    [InlineData("on", "yes", "true|false")]
    [InlineData("small", "256", "a whole number from 0")]
    [InlineData("count", "1.5", "a whole number")]
    [InlineData("count", "1,000", "a whole number")]
    [InlineData("count", "", "a whole number")]
    [InlineData("ratio", "1,5", "a number")]
    [InlineData("price", "1,5", "a number")]
    [InlineData("color", "1", "Red|Green|Blue")]
    [InlineData("color", "Red, Blue", "Red|Green|Blue")]
    [InlineData("wait", "5", "a duration such as 500ms, 1.5s, 2m or 1h")]
    public void AValueOfAnotherTypeIsAnError(string option, string text, string expected) =>
        Assert.Equal(
            $"'{text}' is no value for the option '{option}' of 'options', which takes {expected}.",
            Assert.Throws<PartimeException>(() => Apply(new Setting(option, text))).Message);

    [Fact]
    public void WithoutSettingsTheDefaultsAreInEffect()
    {
        var parameters = Apply();
        Assert.Equal("moon", parameters["name"]);
        Assert.Equal("3", parameters["count"]);
        Assert.Equal("Green", parameters["color"]);
        Assert.Equal("1.5s", parameters["wait"]);
    }

    [Fact]
    public void WithoutADefaultWhatTheConstructorSetIsInEffect()
    {
        var parameters = Apply();
        Assert.Equal("0.5", parameters["ratio"]);
        Assert.Equal("false", parameters["on"]);
        Assert.Equal("", parameters["limit"]);
        Assert.Equal("", parameters["header"]);
    }

    [Fact]
    public void ParametersAreInTheOrderOfTheOptions()
    {
        var catalog = TestPlugin.Catalog("Options");
        var workload = catalog.FindWorkload("options");
        var parameters = catalog.CreateWorkload(workload, [new Setting("wait", "1s"), new Setting("name", "x")]).Parameters;
        Assert.Equal(workload.Options.Select(option => option.Name), parameters.Select(parameter => parameter.Name));
    }

    [Fact]
    public void ARepeatableOptionCollectsItsSettings() =>
        Assert.Equal("a: 1; b: 2", Apply(new Setting("header", "a: 1"), new Setting("header", "b: 2"))["header"]);

    [Fact]
    public void AnOptionOfOneValueThatIsSetTwiceIsAnError() =>
        AssertRefused("The option 'count' is set 2 times and takes one value", new Setting("count", "1"), new Setting("count", "2"));

    [Fact]
    public void AnUnknownOptionIsAnErrorThatNamesTheNearestAndTheKnownOnes() =>
        AssertRefused("The workload 'options' has no option 'colour'. Did you mean 'color'? Its options: name, on, small,", new Setting("colour", "red"));

    [Fact]
    public void AnOptionForAWorkloadWithoutAnyIsAnError()
    {
        var catalog = TestPlugin.Catalog("Empty");
        var error = Assert.Throws<PartimeException>(() => catalog.CreateWorkload(catalog.FindWorkload("empty"), [new Setting("x", "1")]));
        Assert.Contains("'empty' has no options", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AValueThatTheWorkloadRefusesIsAnErrorWithItsReason() =>
        AssertRefused("The workload refuses '-1' for its option 'positive': give a number above zero", new Setting("positive", "-1"));

    [Fact]
    public void AnUnsetSecretIsEmpty() => Assert.Equal("", Apply()["token"]);

    [Fact]
    public void ASecretIsNotShownByAnError()
    {
        var error = Assert.Throws<PartimeException>(() => Apply(new Setting("pin", "12345x")));
        Assert.DoesNotContain("12345x", error.Message, StringComparison.Ordinal);
        Assert.Contains("'***' is no value for the option 'pin'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("read-only-option", "The property Fixed behind the option 'fixed' of 'read-only-option' in ")]
    [InlineData("uri-option", "is of the type Uri, which cannot be an option")]
    [InlineData("wrong-default", "'many' is no value for the option 'count' of 'wrong-default', which takes a whole number.")]
    public void AnOptionThatCannotWorkIsAnErrorForItsAuthor(string workload, string reason)
    {
        var catalog = TestPlugin.Catalog("BadOptions");
        var error = Assert.Throws<PartimeException>(() => catalog.CreateWorkload(catalog.FindWorkload(workload), []));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheMachinesLanguageChangesNothing()
    {
        var language = CultureInfo.CurrentCulture;
        var commas = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        commas.NumberFormat.NumberDecimalSeparator = ",";
        commas.NumberFormat.NumberGroupSeparator = ".";
        CultureInfo.CurrentCulture = commas;
        try
        {
            var parameters = Apply(new Setting("ratio", "1.5"), new Setting("wait", "2.5s"));
            Assert.Equal("1.5", parameters["ratio"]);
            Assert.Equal("2.5s", parameters["wait"]);
        }
        finally
        {
            CultureInfo.CurrentCulture = language;
        }
    }

    private static Dictionary<string, string> Apply(params Setting[] settings)
    {
        var catalog = TestPlugin.Catalog("Options");
        var loaded = catalog.CreateWorkload(catalog.FindWorkload("options"), settings);
        return loaded.Parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Text);
    }

    private static void AssertRefused(string reason, params Setting[] settings) =>
        Assert.StartsWith(reason, Assert.Throws<PartimeException>(() => Apply(settings)).Message, StringComparison.Ordinal);
}
