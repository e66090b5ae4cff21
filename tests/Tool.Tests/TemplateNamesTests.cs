using System.Text.Json;
using System.Text.RegularExpressions;

namespace Partime.Tool.Tests;

/// <summary>What the templates make of the name that an author gives. `dotnet new` reads the same forms from the templates' settings.</summary>
public sealed class TemplateNamesTests
{
    private static readonly string[] Names = ["workload", "executor"];

    public static TheoryData<string> Templates => [.. Names];

    [Theory]
    [InlineData("WordCount", "WordCount", "WordCount", "word-count")]
    [InlineData("class", "class", "Class", "class")]
    [InlineData("1abc", "1abc", "_1abc", "1abc")]
    [InlineData("2nd_HTTPTry", "2nd_HTTPTry", "_2nd_HTTPTry", "2nd-http-try")]
    [InlineData("my.plugin", "my.plugin", "Myplugin", "my-plugin")]
    [InlineData("my plugin", "my_plugin", "Myplugin", "my-plugin")]
    [InlineData("a&b;$(c)", "a_b_c_", "Abc", "a-b-c")]
    [InlineData("-n..x-", "n.x", "Nx", "n-x")]
    [InlineData("I", "I", "I_", "i")]
    [InlineData("xunit", "xunit.Plugin", "Xunit", "xunit")]
    [InlineData("partime.Testing", "partime.Testing.Plugin", "PartimeTesting", "partime-testing")]
    public void AnyNameBecomesAProjectAClassAndACommand(string name, string project, string type, string command)
    {
        foreach (var template in Names)
        {
            var forms = Forms(template);
            Assert.Equal((project, type, command), (Apply(forms, "project", name), Apply(forms, "class", name), Apply(forms, "command", name)));
        }
    }

    [Theory]
    [MemberData(nameof(Templates))]
    public void ANameThatLeavesNothingOrIsReservedGetsTheDefault(string template)
    {
        var forms = Forms(template);

        Assert.Equal($"my-{template}", Apply(forms, "command", "日本"));
        Assert.Equal($"my-{template}", Apply(forms, "command", "all"));
        Assert.Equal($"My{template}", Apply(forms, "project", "+"), ignoreCase: true);
    }

    /// <summary>A namespace `Task` would hide the type, and `class` is no name at all.</summary>
    [Theory]
    [InlineData("workload", "Workload")]
    [InlineData("executor", "Executor")]
    public void NoNameOfTheAuthorsIsANamespaceOrATypeByItself(string template, string suffix)
    {
        var sources = Repository.Sources($"src/Templates/content/{template}");

        Assert.Equal(2, sources.Count);
        foreach (var source in sources)
        {
            Assert.Matches(@"(?m)^namespace SampleClassPlugin(\.Tests)?;$", source.Text);
            Assert.Matches($"class SampleClass{suffix}(Tests)?\\W", source.Text);
        }
    }

    private static JsonElement Forms(string template) =>
        JsonDocument.Parse(Repository.Text($"src/Templates/content/{template}/.template.config/template.json")).RootElement.GetProperty("forms");

    private static string Apply(JsonElement forms, string form, string name)
    {
        if (!forms.TryGetProperty(form, out var settings))
            return form switch
            {
                "firstUpperCase" => char.ToUpperInvariant(name[0]) + name[1..],
                "lowerCaseInvariant" => name.ToLowerInvariant(),
                _ => throw new ArgumentException($"The templates have no form '{form}'."),
            };
        return settings.GetProperty("identifier").GetString() == "chain"
            ? settings.GetProperty("steps").EnumerateArray().Aggregate(name, (text, step) => Apply(forms, step.GetString()!, text))
            : Regex.Replace(name, settings.GetProperty("pattern").GetString()!, settings.GetProperty("replacement").GetString()!);
    }
}
