using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using McMaster.Extensions.CommandLineUtils;
using Partime.Tool.Cli;

namespace Partime.Tool.Tests.Cli;

public sealed partial class HelpTextsTests : IDisposable
{
    private readonly StringWriter output = new();
    private readonly CommandLineApplication app;

    public HelpTextsTests() => app = CommandLine.Define(output, _ => { });

    public void Dispose()
    {
        app.Dispose();
        output.Dispose();
    }

    [Fact]
    public void HelpNamesEveryExitCodeAndNoOther()
    {
        var constants = typeof(ExitCode).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (int)field.GetRawConstantValue()!);
        Assert.Equal(constants.Order(), ExitCodesOf(app));
    }

    [Theory]
    [InlineData("run", 2, 3)]
    [InlineData("compare", 4, 5)]
    [InlineData("doctor", 2)]
    [InlineData("report", 3)]
    [InlineData("tutorial")]
    [InlineData("predict")]
    [InlineData("list")]
    [InlineData("describe")]
    [InlineData("completion")]
    [InlineData("docs")]
    [InlineData("plugin")]
    [InlineData("plugin list")]
    [InlineData("plugin install")]
    [InlineData("plugin update")]
    [InlineData("plugin remove")]
    [InlineData("plugin verify")]
    [InlineData("plugin lock")]
    [InlineData("plugin pack")]
    public void ACommandNamesTheExitCodesThatItCanHave(string command, params int[] own) =>
        Assert.Equal([0, 1, .. own, 70, 129, 130, 143], ExitCodesOf(Find(command)));

    [Fact]
    public void NoLineIsLongerThanTheWidthButThoseToBeCopied()
    {
        foreach (var width in (int[])[80, 120])
            foreach (var command in AllCommands())
                Assert.All(LinesOf(command, width), line => Assert.True(line.Length <= width || PlainHelp.IsCommand(line), line));
    }

    [Fact]
    public void WhatIsLeftOfADescriptionStandsBelowIt()
    {
        var lines = LinesOf(Find("run"), 80);
        var first = Array.FindIndex(lines, line => line.Contains("--resume <FILE>", StringComparison.Ordinal));
        Assert.Equal(lines[first].IndexOf("Continue", StringComparison.Ordinal), lines[first + 1].Length - lines[first + 1].TrimStart().Length);
    }

    [Fact]
    public void WhatHasToDoWithRoundsStandsTogether()
    {
        var names = Find("run").Options.Select(option => option.LongName).ToList();
        Assert.Equal(["rounds", "precision", "budget", "warmup", "seed", "band"], names.GetRange(names.IndexOf("rounds"), 6));
    }

    [Fact]
    public void TheVersionNamesNoCommit() => Assert.Matches(@"^\d+\.\d+\.\d+(-[\w.]+)?$", ToolVersion.Text);

    private CommandLineApplication Find(string command) =>
        command.Split(' ').Aggregate(app, (parent, name) => parent.Commands.Single(child => child.Name == name));

    private IEnumerable<CommandLineApplication> AllCommands() => [app, .. app.Commands, .. app.Commands.SelectMany(command => command.Commands)];

    private static string[] LinesOf(CommandLineApplication command, int width)
    {
        using var help = new StringWriter();
        new PlainHelp(width).Generate(command, help);
        return help.ToString().ReplaceLineEndings("\n").Split('\n');
    }

    private static IEnumerable<int> ExitCodesOf(CommandLineApplication command)
    {
        var help = string.Join('\n', LinesOf(command, 120));
        return ExitCodeName().Matches(help[help.IndexOf("Exit codes:", StringComparison.Ordinal)..])
            .Select(match => int.Parse(match.Value, CultureInfo.InvariantCulture)).Order();
    }

    [GeneratedRegex(@"(?<=^ +|, )\d+\b", RegexOptions.Multiline)]
    private static partial Regex ExitCodeName();
}
