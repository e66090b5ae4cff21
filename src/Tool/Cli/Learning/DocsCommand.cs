using System.Text.RegularExpressions;
using McMaster.Extensions.CommandLineUtils;
using Partime.Tool.Reporting;

namespace Partime.Tool.Cli;

/// <summary><c>docs</c>: shows the documentation of this version, without a network. Messages name its pages.</summary>
internal static partial class DocsCommand
{
    private const string Folder = "docs/";
    private const string Extension = ".md";
    private const string Index = "README";

    /// <summary>The names of all pages, as the index has them, and which questions they answer.</summary>
    public static IReadOnlyList<(string Name, string Question)> Pages { get; } =
        [.. Row().Matches(Read(Index)).Select(row => (row.Groups["name"].Value, row.Groups["question"].Value))];

    public static void Define(CommandLineApplication command, Action<Func<CancellationToken, Task<int>>> choose)
    {
        command.Description = "Shows a page of the documentation, or the list of its pages.";
        var page = command.Argument("PAGE", "The name of a page. Default: the list of all.");
        command.OnExecute(() =>
        {
            choose(_ => Task.FromResult(Show(page.Value, Terminal.Out())));
            return ExitCode.Ok;
        });
    }

    private static int Show(string? page, Terminal terminal)
    {
        if (page is null)
            terminal.Write(TextTable.OfNames("page", Pages));
        else
            terminal.WriteText(TextOf(page));
        return ExitCode.Ok;
    }

    /// <summary>Of a page by its name, or by that of its file, as pages refer to each other.</summary>
    public static string TextOf(string page)
    {
        var name = page.StartsWith(Folder, StringComparison.Ordinal) ? page[Folder.Length..] : page;
        name = name.EndsWith(Extension, StringComparison.Ordinal) ? name[..^Extension.Length] : name;
        return name == Index || Pages.Any(known => known.Name == name) ? Read(name)
            : throw new PartimeException($"There is no page '{page}'. The pages are {string.Join(", ", Pages.Select(known => known.Name))}.");
    }

    private static string Read(string name)
    {
        using var text = new StreamReader(typeof(DocsCommand).Assembly.GetManifestResourceStream($"{Folder}{name}{Extension}")!);
        return text.ReadToEnd();
    }

    [GeneratedRegex(@"^\| \[(?<name>[\w-]+)\.md\]\([^)]*\) \| (?<question>.*) \|\r?$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
