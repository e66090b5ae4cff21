using System.Text.RegularExpressions;

namespace Partime.Tool.Tests;

/// <summary>The arrows of the design, held against the source files: which room may name which, and which package is whose.</summary>
public sealed partial class ArchitectureTests
{
    private static readonly Dictionary<string, string[]> Arrows = new()
    {
        ["Files"] = [],
        ["Planning"] = [],
        ["Plugins"] = [],
        ["Execution"] = [],
        ["Processes"] = ["Execution"],
        ["Measurement"] = ["Planning", "Execution"],
        ["Analysis"] = ["Planning", "Measurement"],
        ["Reporting"] = ["Files", "Planning", "Measurement", "Analysis"],
        ["Installation"] = ["Plugins"],
        ["Sessions"] = ["Files", "Planning", "Plugins", "Installation", "Execution", "Processes", "Measurement", "Analysis", "Reporting"],
        ["Cli"] = ["Sessions", "Files", "Planning", "Plugins", "Installation", "Execution", "Measurement", "Analysis", "Reporting"],
    };

    private static readonly Dictionary<string, string[]> Packages = new()
    {
        // Its reader of CSV records is a part of .NET.
        ["Planning"] = ["Microsoft.VisualBasic"],
        ["Plugins"] = ["McMaster.NETCore.Plugins"],
        ["Execution"] = ["System.IO.Hashing"],
        ["Analysis"] = ["MathNet.Numerics", "Perfolizer", "Pragmastat"],
        ["Reporting"] = ["CsvHelper", "Spectre.Console", "SpreadCheetah"],
        ["Installation"] = ["NuGet", "System.IO.Hashing"],
        ["Cli"] = ["McMaster.Extensions.CommandLineUtils"],
    };

    /// <summary>By room, the names of its types: a property may be called like a room.</summary>
    private static readonly Dictionary<string, HashSet<string>> Types = Arrows.Keys.ToDictionary(room => room, room =>
        Repository.Sources($"src/Tool/{room}").SelectMany(source => TypeName().Matches(source.Code)).Select(match => match.Groups["name"].Value).ToHashSet());

    public static TheoryData<string> Rooms => [.. Arrows.Keys];

    [Fact]
    public void EveryFolderOfTheToolIsARoom() =>
        Assert.Equal(Arrows.Keys.Order(), Repository.Sources("src/Tool").Select(file => file.Room).Where(room => room.Length > 0).Distinct().Order());

    [Theory]
    [MemberData(nameof(Rooms))]
    public void ARoomNamesOnlyTheRoomsItsArrowsLeadTo(string room)
    {
        var sources = Repository.Sources($"src/Tool/{room}");
        Assert.NotEmpty(sources);
        var offences =
            from source in sources
            from named in RoomsNamedIn(source).Distinct()
            where named != room && !Arrows[room].Contains(named)
            select $"{source.Path} names {named}";
        Assert.Empty(offences);
    }

    [Fact]
    public void OnlyTheProgramNamesRoomsFromOutside()
    {
        var outside = Repository.Sources("src/Tool").Where(source => source.Room.Length == 0).ToArray();
        var program = Assert.Single(outside, source => source.Name == "Program.cs");
        Assert.Contains("Cli", RoomsNamedIn(program));
        Assert.Empty(outside.Where(source => source != program && RoomsNamedIn(source).Any()).Select(source => source.Path));
    }

    [Theory]
    [MemberData(nameof(Rooms))]
    public void ARoomUsesNoPackageButItsOwn(string room)
    {
        var offences =
            from source in Repository.Sources($"src/Tool/{room}")
            from used in source.Usings.Where(IsFromAPackage)
            where !Packages.GetValueOrDefault(room, []).Any(package => used == package || used.StartsWith(package + ".", StringComparison.Ordinal))
            select $"{source.Path} uses {used}";
        Assert.Empty(offences);
    }

    /// <summary>Each package of this room has a folder of its own, and workbooks are written in one place.</summary>
    [Fact]
    public void OnlyTheFolderOfWorkbooksNamesTheirLibrary()
    {
        var users = Repository.Sources("src/Tool").Where(source => source.Usings.Any(used => used.StartsWith("SpreadCheetah", StringComparison.Ordinal))).Select(source => source.Path).ToList();
        Assert.Equal(["src/Tool/Reporting/Xlsx/Workbook.cs"], users);
    }

    [Fact]
    public void TheContractAndTheProgramStandOnTheBaseLibraryAlone()
    {
        var sources = Repository.Sources("src/Abstractions").Concat(Repository.Sources("src/Tool").Where(source => source.Room.Length == 0));
        Assert.Empty(sources.SelectMany(source => source.Usings.Where(IsFromAPackage).Select(used => $"{source.Path} uses {used}")));
        Assert.DoesNotContain("Reference", Repository.Text("src/Abstractions/Abstractions.csproj"), StringComparison.Ordinal);
    }

    [Fact]
    public void TheTestKitIsMadeOfTheRoomOfExecutorsTheReadingOfOptionsAndXunit()
    {
        var sources = Repository.Sources("src/Testing");
        Assert.Equal(["Execution", "Plugins"], sources.SelectMany(RoomsNamedIn).Distinct().Order());
        Assert.Equal(["Xunit", "Xunit.Sdk"], sources.SelectMany(source => source.Usings.Where(IsFromAPackage)).Distinct().Order());
        Assert.All(sources, source => Assert.Contains("namespace Partime.Testing;", source.Code, StringComparison.Ordinal));
    }

    [Fact]
    public void NothingIsUsedEverywhere()
    {
        foreach (var source in Repository.Sources("src"))
            Assert.DoesNotContain("global using", source.Code, StringComparison.Ordinal);
        Assert.DoesNotContain("<Using ", Repository.Text("src/Tool/Tool.csproj"), StringComparison.Ordinal);
    }

    [Fact]
    public void TheNamespaceIsTheFolder()
    {
        foreach (var source in Repository.Sources("src/Tool"))
            Assert.Contains($"namespace Partime.Tool{(source.Room.Length > 0 ? "." : "")}{source.Room};", source.Code, StringComparison.Ordinal);
        foreach (var source in Repository.Sources("src/Abstractions"))
            Assert.Contains("namespace Partime;", source.Code, StringComparison.Ordinal);
    }

    [Fact]
    public void NoRoomBelowTheCommandLineNamesAnOption()
    {
        // Partime packs plugins with dotnet, whose options these are.
        var offences =
            from source in Repository.Sources("src/Tool").Where(source => source.Room is not ("" or "Cli") && source.Name != "PluginPacking.cs")
            from line in source.Text.Split('\n')
            where OptionName().IsMatch(line)
            select $"{source.Path}: {line.Trim()}";
        Assert.Empty(offences);
    }

    /// <summary>Names and words that were replaced by the field's own.</summary>
    [Fact]
    public void ThePrivateLanguageIsGone()
    {
        var pages = Directory.GetFiles(Path.Combine(Repository.Root, "docs"), "*.md").Append(Path.Combine(Repository.Root, "README.md")).Select(page => (Path: page, Text: File.ReadAllText(page)));
        var offences =
            from file in Repository.Sources("src").Select(source => (source.Path, source.Text)).Concat(pages)
            from match in FormerWord().Matches(file.Text)
            select $"{file.Path}: {match.Value}";
        Assert.Empty(offences);
    }

    [Fact]
    public void TheWayOfAnInputIsShortAndThePageNamesItsFiles()
    {
        var page = Repository.Text("docs/architecture.md");
        var named = FileName().Matches(page).Select(match => $"src/Tool/{match.Groups["path"].Value}").ToHashSet();
        Assert.Empty(named.Except(Repository.Sources("src/Tool").Select(source => source.Path)));
        var way = page[page.IndexOf("## From", StringComparison.Ordinal)..page.IndexOf("in one direction", StringComparison.Ordinal)];
        Assert.InRange(FileName().Matches(way).Select(match => match.Groups["path"].Value).Distinct().Count(), 20, 25);
    }

    [Fact]
    public void TheCommandLineIsThin()
    {
        var own = Repository.Sources("src/Tool/Cli").Where(source => !((string[])["/Plugins/", "/Cluster/", "/Completion/", "/Learning/"]).Any(apart => source.Path.Contains(apart, StringComparison.Ordinal)));
        Assert.InRange(own.Sum(source => source.Lines), 1, 1500);
        Assert.InRange(Repository.Sources("src/Tool/Cli").Single(source => source.Name == "RunCommand.cs").Lines, 1, 59);
    }

    /// <summary>The rule IDE0049, which a build does not check as it does the rest of the style.</summary>
    [Fact]
    public void TypesOfTheLanguageHaveTheNamesOfTheLanguage()
    {
        var offences =
            from source in Repository.Sources("src", "plugins", "tests", "bench")
            from match in FrameworkName().Matches(source.Code)
            select $"{source.Path}: {match.Value}";
        Assert.Empty(offences);
    }

    [Fact]
    public void NoFileIsLong() =>
        Assert.Empty(Repository.Sources("src", "plugins", "tests", "bench").Where(source => source.Lines > 250).Select(source => $"{source.Path}: {source.Lines} lines"));

    [Fact]
    public void NoMethodOfTheToolIsLong()
    {
        var methods =
            from source in Repository.Sources("src/Tool")
            from Match body in MethodBody().Matches(source.Text)
            where body.Value.AsSpan().Count('\n') - 1 > 40
            select $"{source.Path}: {body.Value.Split('\n')[0].Trim()}";
        Assert.Empty(methods);
    }

    private static IEnumerable<string> RoomsNamedIn(SourceFile source) => RoomName().Matches(source.Code)
        .Where(match => match.Groups["type"].Value is not { Length: > 0 } type || Types[match.Groups["room"].Value].Contains(type))
        .Select(match => match.Groups["room"].Value);

    private static bool IsFromAPackage(string used) =>
        used == "System.IO.Hashing"
        || !(used == "System" || used.StartsWith("System.", StringComparison.Ordinal) || used == "Microsoft.Win32" || used.StartsWith("Microsoft.Win32.", StringComparison.Ordinal)
            || used == "Partime" || used.StartsWith("Partime.", StringComparison.Ordinal));

    /// <summary>In full, or as <c>Execution.Board</c>, which the common parent of the rooms allows. A property may be called <c>Files</c> as well.</summary>
    [GeneratedRegex(@"((Partime\.)?Tool\.|(?<![\w.]))(?<room>Files|Planning|Plugins|Execution|Processes|Measurement|Analysis|Reporting|Installation|Sessions|Cli)\b(\.(?<type>[A-Z]\w*)|(?=;))(?<!namespace Partime\.Tool\.\w+)")]
    private static partial Regex RoomName();

    [GeneratedRegex(@"^\s*(internal|public)[\w ]*? (class|record|struct|interface|enum|delegate \w+) (?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex TypeName();

    /// <summary>Two hyphens and a word, as users type it; dashes within words and code are none.</summary>
    [GeneratedRegex(@"(?<![\w-])--(?!help)[a-z]{2}")]
    private static partial Regex OptionName();

    [GeneratedRegex(@"\b(Seat|SeatBoard|Staff|Shift|Letter|Orders|Employer|LastWords|Bury|Deaf|Farewell|Orphans|WorkOrder|SessionPapers|Lap|Scarcity|Recipe|TakePlace|[Ww]hoever|[Nn]obody|[Ss]omebody)\b")]
    private static partial Regex FormerWord();

    [GeneratedRegex(@"(?<![\w.|-] ?)(Boolean|S?Byte|U?Int(16|32|64)|Char|Decimal|Double|Object|String)(?=[.?>\[]|\s+\w+\s*[=;,)({])")]
    private static partial Regex FrameworkName();

    [GeneratedRegex(@"`(?<path>[\w/]+\.cs)`")]
    private static partial Regex FileName();

    /// <summary>A member of a type, from the line before its braces.</summary>
    [GeneratedRegex(@"^    (?!.*\b(class|record|struct|interface|enum)\b)\S.*\n    \{\n(.*\n)*?    \}", RegexOptions.Multiline)]
    private static partial Regex MethodBody();
}
