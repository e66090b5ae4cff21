using System.Text.RegularExpressions;
using Partime.Tool.Cli;

namespace Partime.Tool.Tests;

/// <summary>The front page and the pages in docs.</summary>
public sealed partial class DocumentationTests
{
    private const string Index = "docs/README.md";

    private static readonly string[] DocsPages = [.. Directory.GetFiles(PathOf("docs"), "*.md").Select(page => $"docs/{Path.GetFileName(page)}")];

    [Fact]
    public void EveryLinkLeadsToAFileAndToAHeadingInIt() => Assert.All(DocsPages.Append("README.md"), page =>
    {
        foreach (var link in Link().Matches(Repository.Text(page)).Select(link => link.Groups["target"].Value))
        {
            var (path, heading) = link.Split('#') is [var file, var anchor] ? (file, anchor) : (link, null);
            var target = path.Length == 0 ? PathOf(page) : Path.GetFullPath(path, Path.GetDirectoryName(PathOf(page))!);
            Assert.True(File.Exists(target), $"{page} links to {link}, which is not there.");
            if (heading is not null)
                Assert.Contains(heading, File.ReadLines(target).Where(line => line.StartsWith('#')).Select(AnchorOf));
        }
    });

    [Fact]
    public void TheIndexNamesEveryPage() => Assert.All(
        DocsPages.Where(page => page != Index).Select(Path.GetFileName),
        page => Assert.Contains($"| [{page}]({page}) |", Repository.Text(Index), StringComparison.Ordinal));

    [Fact]
    public void TheToolShowsEveryPage()
    {
        Assert.Equal(DocsPages.Where(page => page != Index).Order(), DocsCommand.Pages.Select(page => $"docs/{page.Name}.md").Order());
        Assert.All(DocsPages, page => Assert.Equal(Repository.Text(page), DocsCommand.TextOf(page)));
        Assert.Equal(Repository.Text("docs/insight.md"), DocsCommand.TextOf("insight"));
        Assert.StartsWith("There is no page 'inside'. The pages are installing, running, ", Assert.Throws<PartimeException>(() => DocsCommand.TextOf("inside")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheFrontPageIsShort() => Assert.InRange(File.ReadLines(PathOf("README.md")).Count(), 1, 150);

    /// <summary>Those of the two signals are in one row.</summary>
    [Fact]
    public void TheExitCodesAreThoseOfTheHelp()
    {
        var rows = ExitCodeRow().Matches(ExitCodeTexts.All).Where(row => row.Groups["code"].Value != "130").ToList();
        Assert.Equal(7, rows.Count);
        Assert.All(rows, row => Assert.Contains(
            $"| {row.Groups["code"].Value} | {row.Groups["meaning"].Value.Replace('\'', '`')} |",
            Repository.Text("docs/running.md"),
            StringComparison.Ordinal));
    }

    [Fact]
    public void TheCommandsOfTheWorkflowForCiAreValid()
    {
        var commands = WorkflowCommand().Matches(Repository.Text("docs/ci.md")).Select(match => match.Groups["words"].Value.TrimEnd().Split(' ')).ToList();
        Assert.Equal(["run", "run", "report", "compare", "report", "compare", "compare"], commands.Select(words => words[0]));
        Assert.All(commands, words => Assert.NotNull(CommandLine.Parse(words)));
        // Both versions do the same work.
        Assert.Equal(WorkOf(commands[0]), WorkOf(commands[1]));

        static IEnumerable<string> WorkOf(string[] words) => words.TakeWhile(word => word != "--csv").Where(word => !word.Contains("/bin/", StringComparison.Ordinal));
    }

    private static string PathOf(string page) => Path.Combine(Repository.Root, page);

    /// <summary>As GitHub makes it of a heading.</summary>
    private static string AnchorOf(string heading) => NotInAnchors().Replace(heading.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-');

    [GeneratedRegex(@"\]\((?<target>(?!https?:)[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^  (?<code>\d+) +(?<meaning>.+)$", RegexOptions.Multiline)]
    private static partial Regex ExitCodeRow();

    /// <summary>A line of a script, without what the shell does with its output.</summary>
    [GeneratedRegex(@"^ {10}dotnet partime (?<words>[^>\n]+)", RegexOptions.Multiline)]
    private static partial Regex WorkflowCommand();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchors();
}
