using System.Text.RegularExpressions;

namespace Partime.Tool.Tests;

/// <summary>The files that this test was built from, found from where it was built to: paths inside the assembly may have been
/// made anonymous.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string Text(string path) => File.ReadAllText(Path.Combine(Root, path));

    /// <summary>All C# files below these folders that somebody wrote.</summary>
    public static List<SourceFile> Sources(params string[] folders) =>
    [
        .. from folder in folders
           from file in Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
           let path = Path.GetRelativePath(Root, file).Replace('\\', '/')
           where !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal)
           select new SourceFile(path, File.ReadAllText(file)),
    ];

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Tool.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} has Tool.sln.");
    }
}

/// <summary>A source file as text.</summary>
internal sealed partial record SourceFile(string Path, string Text)
{
    public string Name => System.IO.Path.GetFileName(Path);

    public int Lines => Text.AsSpan().Count('\n');

    /// <summary>The folder within the tool; empty for the files beside the rooms.</summary>
    public string Room => Path.Split('/') is ["src", "Tool", var room, _, ..] ? room : "";

    /// <summary>Without the comments.</summary>
    public string Code { get; } = Comment().Replace(Text, "");

    public IEnumerable<string> Usings => UsingDirective().Matches(Code).Select(match => match.Groups["name"].Value);

    [GeneratedRegex(@"^\s*//.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"^\s*(global )?using (static )?(\w+ = )?(?<name>[\w.]+);", RegexOptions.Multiline)]
    private static partial Regex UsingDirective();
}
