using System.Diagnostics;
using System.Formats.Tar;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Partime.Tool.Processes;
using Row = System.Collections.Generic.Dictionary<string, string>;

namespace Partime.Bench;

/// <summary>partime compiled ahead of time, as its package is, and driven through its command line, as its users do.</summary>
internal sealed partial record PublishedTool(string Executable)
{
    /// <summary>No command takes so long. One that hangs is killed, which fails its bench.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    public static string Repository => FolderAbove("Tool.sln");

    /// <summary>The folder of installed plugins. Default: the one that all benches share, in which nothing is installed.</summary>
    public string? Home { get; init; }

    /// <summary>As the variable of that name. Default: those of this system.</summary>
    public string? Workers { get; init; }

    /// <summary>The folder of temporary files. Default: as of this process.</summary>
    public string? Temporary { get; init; }

    public static PublishedTool Publish(string repository, string folder)
    {
        OutputOf(new ProcessStartInfo("dotnet", ["publish", Path.Combine(repository, "src", "Tool"), "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier,
            "--self-contained", "false", "-p:PublishReadyToRun=true", "-o", folder, "-v", "quiet", "--nologo", "-nodeReuse:false", "-p:UseSharedCompilation=false"]));
        return new PublishedTool(Path.Combine(folder, "partime"));
    }

    public static PublishedTool PublishCommit(string commit, string source, string folder)
    {
        var archive = source + ".tar";
        OutputOf(new ProcessStartInfo("git", ["-C", Repository, "archive", "--output", archive, commit]));
        Directory.CreateDirectory(source);
        TarFile.ExtractToDirectory(archive, source, overwriteFiles: false);
        return Publish(source, folder);
    }

    public static string Plugin(string name) => Path.Combine(AppContext.BaseDirectory, "testplugins", name);

    public static double Number(Row row, string column) => double.Parse(row[column], CultureInfo.InvariantCulture);

    /// <summary>The row of the measured run of a command with one round, with all columns; the workload <c>empty</c> is available.</summary>
    public Row Run(string arguments, Action<int>? watch = null)
    {
        // In a file: standard output gets a part of the columns only.
        var file = Path.GetTempFileName();
        try
        {
            Output($"run {arguments} --rounds 1 -q --csv {file} --plugin {Plugin("Empty")}", watch);
            return Parse(File.ReadAllText(file)).Single(row => row["phase"] == "measure");
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>One column of that row.</summary>
    public double Run(string arguments, string column) => Number(Run(arguments), column);

    /// <summary>The rows that a command writes to standard output.</summary>
    public List<Row> Rows(string arguments) => Parse(Output(arguments));

    /// <summary>How long a command takes, from its start to its end.</summary>
    public double Seconds(string arguments) => BenchRun.Seconds(() => Output(arguments));

    /// <summary>What a command writes to standard output.</summary>
    public string Output(string arguments, Action<int>? watch = null)
    {
        var start = new ProcessStartInfo(Executable, arguments);
        if (Home is not null)
            start.Environment["PARTIME_HOME"] = Home;
        if (Workers is not null)
            start.Environment[WorkerHome.Variable] = Workers;
        if (Temporary is not null)
            start.Environment["TMPDIR"] = Temporary;
        return OutputOf(start, watch);
    }

    /// <summary>What a program writes to standard output.</summary>
    /// <param name="start">What to start.</param>
    /// <param name="watch">Called with the process id every 20 ms while the program runs.</param>
    /// <exception cref="InvalidOperationException">It does not end with 0.</exception>
    public static string OutputOf(ProcessStartInfo start, Action<int>? watch = null)
    {
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        using var limit = new Timer(_ => process.Kill(entireProcessTree: true), null, Limit, Timeout.InfiniteTimeSpan);
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        while (watch is not null && !process.WaitForExit(TimeSpan.FromMilliseconds(20)))
            watch(process.Id);
        process.WaitForExit();
        return process.ExitCode == 0
            ? output.Result
            : throw new InvalidOperationException($"'{start.FileName} {start.Arguments}{string.Join(' ', start.ArgumentList)}' ended with {process.ExitCode}: {errors.Result}{output.Result}");
    }

    public static List<Row> Parse(string csv)
    {
        var lines = csv.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var names = Fields(lines.FirstOrDefault(""));
        return [.. lines.Skip(1).Select(line => names.Zip(Fields(line)).ToDictionary(field => field.First, field => field.Second))];
    }

    private static IEnumerable<string> Fields(string line) => Field().Matches(line).Select(match => match.Groups["text"].Value);

    /// <summary>No field here has a quote within its quotes.</summary>
    [GeneratedRegex("""(?:^|,)(?:"(?<text>[^"]*)"|(?<text>[^,]*))""")]
    private static partial Regex Field();

    private static string FolderAbove(string file)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, file)))
            folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} has {file}.");
    }
}
