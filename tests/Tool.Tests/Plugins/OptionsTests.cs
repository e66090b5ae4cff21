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
    [InlineData("size", "1.5MB", "1500000")]
    [InlineData("cap", "0", "0")]
    [InlineData("counts", "3", "3")]
    [InlineData("counts", "3, -4,5", "3,-4,5")]
    [InlineData("sizes", "1KiB,2kB", "1024,2000")]
    [InlineData("waits", "1s,500ms", "1s,0.5s")]
    [InlineData("colors", "red,blue", "Red,Blue")]
    [InlineData("header", "a, b", "a, b")]
    [InlineData("server", "https://example.org/a,b?c=%20", "https://example.org/a,b?c=%20")]
    [InlineData("since", "2026-11-29", "2026-11-29T00:00:00+00:00")]
    [InlineData("since", "2026-11-29T12:30:00.5+01:00", "2026-11-29T12:30:00.5+01:00")]
    [InlineData("id", "6F9619FF-8B86-D011-B42D-00C04FC964FF", "6f9619ff-8b86-d011-b42d-00c04fc964ff")]
    [InlineData("servers", "http://a/,b", "http://a/,b")]
    [InlineData("ports", "80, 443", "80,443")]
    [InlineData("tags", "a,b", "a,b")]
    public void AnOptionIsSetAndReadBack(string option, string text, string inEffect) =>
        Assert.Equal(inEffect, Apply(new Setting(option, text))[option]);

    [Theory]
    [InlineData("on", "yes", "true|false")]
    [InlineData("small", "256", "a whole number from 0")]
    [InlineData("count", "1.5", "a whole number")]
    [InlineData("count", "1,000", "a whole number")]
    [InlineData("count", "", "a whole number")]
    [InlineData("ratio", "1,5", "a number")]
    [InlineData("ratio", "1e400", "a number")]
    [InlineData("price", "1,5", "a number")]
    [InlineData("color", "1", "Red|Green|Blue")]
    [InlineData("color", "Red, Blue", "Red|Green|Blue")]
    [InlineData("wait", "5", "a duration such as 500ms, 1.5s, 2m or 1h")]
    [InlineData("size", "10Mb", "a size in whole bytes such as 512B, 64KiB or 10MB")]
    [InlineData("size", "0.3KiB", "a size in whole bytes such as 512B, 64KiB or 10MB")]
    [InlineData("cap", "", "a size in whole bytes such as 512B, 64KiB or 10MB")]
    [InlineData("counts", "", "a whole number")]
    [InlineData("counts", "1.5", "a whole number")]
    [InlineData("colors", "Mauve", "Red|Green|Blue")]
    [InlineData("server", "/moon", "an absolute address such as https://example.org/path")]
    [InlineData("server", "moon", "an absolute address such as https://example.org/path")]
    [InlineData("since", "29.11.2026", "a date and time such as 2026-11-29 or 2026-11-29T12:30:00+01:00")]
    [InlineData("id", "moon", "a GUID such as 6f9619ff-8b86-d011-b42d-00c04fc964ff")]
    [InlineData("ports", "70000", "a whole number from 0")]
    public void AValueOfAnotherTypeIsAnError(string option, string text, string expected) =>
        Assert.Equal(
            $"The value '{text}' is not valid for the option '{option}' of 'options', which takes {expected}.",
            Assert.Throws<PartimeException>(() => Apply(new Setting(option, text))).Message);

    [Fact]
    public void WithoutSettingsTheDefaultsAreInEffect()
    {
        var parameters = Apply();
        Assert.Equal("moon", parameters["name"]);
        Assert.Equal("3", parameters["count"]);
        Assert.Equal("Green", parameters["color"]);
        Assert.Equal("1.5s", parameters["wait"]);
        Assert.Equal("65536", parameters["size"]);
        Assert.Equal("1,2", parameters["counts"]);
    }

    [Fact]
    public void WithoutADefaultTheValueOfTheConstructorIsInEffect()
    {
        var parameters = Apply();
        Assert.Equal("0.5", parameters["ratio"]);
        Assert.Equal("false", parameters["on"]);
        Assert.Equal("", parameters["limit"]);
        Assert.Equal("", parameters["header"]);
        Assert.Equal("", parameters["cap"]);
        Assert.Equal("", parameters["sizes"]);
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

    [Theory]
    [InlineData("1", "2,3")]
    [InlineData("1,2", "3")]
    [InlineData("1,2,3")]
    [InlineData("1", "2", "3")]
    public void AListIsRepeatedOrHasCommas(params string[] settings) =>
        Assert.Equal("1,2,3", Apply([.. settings.Select(value => new Setting("counts", value))])["counts"]);

    [Fact]
    public void AWrongValueWithinAListIsQuotedAlone() =>
        AssertRefused("The value 'two' is not valid for the option 'counts' of 'options', which takes a whole number.", new Setting("counts", "1,two,3"));

    [Fact]
    public void AnOptionOfOneValueThatIsSetTwiceIsAnError() =>
        AssertRefused("The option 'count' takes one value and is set 2 times: keep one of the settings.", new Setting("count", "1"), new Setting("count", "2"));

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
        AssertRefused("The workload refuses the value '-1' for its option 'positive': give a number above zero", new Setting("positive", "-1"));

    [Fact]
    public void AnUnsetSecretIsEmpty() => Assert.Equal("", Apply()["token"]);

    [Fact]
    public void ASecretIsNotShownByAnError()
    {
        var error = Assert.Throws<PartimeException>(() => Apply(new Setting("pin", "12345x")));
        Assert.DoesNotContain("12345x", error.Message, StringComparison.Ordinal);
        Assert.Contains("The value '***' is not valid for the option 'pin'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("read-only-option", "The property Fixed behind the option 'fixed' of 'read-only-option' in ")]
    [InlineData("version-option", "is of the type Version, which cannot be an option")]
    [InlineData("table-option", "is of the type Int32[,], which cannot be an option")]
    [InlineData("wrong-default", "The default 'many' of the option 'count' is not valid, because the option takes a whole number: correct it in the workload 'wrong-default' in ")]
    [InlineData("wrong-default", "BadOptions.dll, or add the setting count=….")]
    [InlineData("refused-default", "The workload refuses its default '0' for its option 'count': give a number above zero")]
    [InlineData("default-out-of-range", "The default '1B' of the option 'sizes' is not valid, because the option takes a size in whole bytes from 1KiB: correct it in the workload 'default-out-of-range' in ")]
    [InlineData("required-with-default", "The property Count behind the option 'count' of 'required-with-default' in ")]
    [InlineData("required-with-default", " is required and has a default: leave one of them out.")]
    [InlineData("range-of-text", " has a Min or a Max, which only numbers, durations and sizes can have.")]
    [InlineData("reversed-range", " has the Min 1m, which is above its Max 5s.")]
    [InlineData("wrong-min", " has the Min '1KiB', which is not a value of the type Int32.")]
    [InlineData("not-a-number-max", " has the Max 'NaN', which is not a value of the type Double.")]
    public void AnOptionThatCannotWorkIsAnErrorForItsAuthor(string workload, string reason)
    {
        var catalog = TestPlugin.Catalog("BadOptions");
        var error = Assert.Throws<PartimeException>(() => catalog.CreateWorkload(catalog.FindWorkload(workload), []));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("wrong-default", "many", "The value 'many' is not valid for the option 'count' of 'wrong-default', which takes a whole number.")]
    [InlineData("refused-default", "0", "The workload refuses the value '0' for its option 'count': give a number above zero")]
    public void ASettingThatIsTheInvalidDefaultIsAnErrorForTheUser(string workload, string count, string reason)
    {
        var catalog = TestPlugin.Catalog("BadOptions");
        var error = Assert.Throws<PartimeException>(() => catalog.CreateWorkload(catalog.FindWorkload(workload), [new Setting("count", count)]));
        Assert.StartsWith(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheCultureOfTheMachineDoesNotMatter()
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
