using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Partime.Tool.Cli;

namespace Partime.Tool.Tests.Cli;

public sealed partial class HelpTextsTests
{
    [Theory]
    [InlineData(HelpTexts.Root)]
    [InlineData(HelpTexts.Run)]
    public void HelpNamesEveryExitCodeAndNoOther(string help)
    {
        var constants = typeof(ExitCode).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (int)field.GetRawConstantValue()!);
        var named = ExitCodeName().Matches(help[help.IndexOf("Exit codes:", StringComparison.Ordinal)..])
            .Select(match => int.Parse(match.Value, CultureInfo.InvariantCulture));
        Assert.Equal(constants.Order(), named.Order());
    }

    [Fact]
    public void TheVersionNamesNoCommit() => Assert.Matches(@"^\d+\.\d+\.\d+(-[\w.]+)?$", ToolVersion.Text);

    [GeneratedRegex(@"(?<=^ +|, )\d+\b", RegexOptions.Multiline)]
    private static partial Regex ExitCodeName();
}
