using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Partime.Bench;

/// <summary>partime compiled ahead of time, as its package is, and driven through its command line, as its users do.</summary>
internal sealed partial class PublishedTool : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("partime-bench-");

    private PublishedTool()
    {
    }

    public static PublishedTool Publish()
    {
        var tool = new PublishedTool();
        string[] arguments = ["publish", Path.Combine(RepositoryRoot(), "src", "Tool"), "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier,
            "--self-contained", "false", "-p:PublishReadyToRun=true", "-o", tool.folder.FullName, "-v", "quiet", "--nologo"];
        using var publish = Process.Start("dotnet", arguments);
        publish.WaitForExit();
        return publish.ExitCode == 0 ? tool : throw new InvalidOperationException("partime could not be published.");
    }

    /// <summary>The row of the only run of a command, by column.</summary>
    public Dictionary<string, string> Run(string arguments)
    {
        using var process = Start(arguments);
        return Finish(process);
    }

    /// <summary>One column of that row.</summary>
    public double Run(string arguments, string column) => Number(Run(arguments), column);

    /// <summary>The summary of a session, a row per configuration.</summary>
    public List<Dictionary<string, string>> Summary(string arguments) => Rows($"run {arguments} -q --summary-csv -");

    /// <summary>The rows that a whole command writes to standard output. What it says to people is not shown.</summary>
    public List<Dictionary<string, string>> Rows(string arguments)
    {
        var start = Command(arguments);
        start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        return FinishRows(process);
    }

    public Process Start(string arguments) =>
        Process.Start(Command($"run {arguments} -q --csv - --plugin {Path.Combine(AppContext.BaseDirectory, "testplugins", "Empty")}"))!;

    public ProcessStartInfo Command(string arguments) => new(Path.Combine(folder.FullName, "partime"), arguments) { RedirectStandardOutput = true };

    public static Dictionary<string, string> Finish(Process process) => FinishRows(process).Single();

    private static List<Dictionary<string, string>> FinishRows(Process process)
    {
        var lines = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"'{process.StartInfo.Arguments}' ended with {process.ExitCode}.");
        var names = Fields(lines.FirstOrDefault(""));
        return [.. lines.Skip(1).Select(line => names.Zip(Fields(line)).ToDictionary(field => field.First, field => field.Second))];
    }

    private static IEnumerable<string> Fields(string line) => Field().Matches(line).Select(match => match.Groups["text"].Value);

    public static double Number(Dictionary<string, string> row, string column) => double.Parse(row[column], CultureInfo.InvariantCulture);

    public void Dispose() => folder.Delete(recursive: true);

    /// <summary>Nothing that is run here has a quote within its quotes.</summary>
    [GeneratedRegex("""(?:^|,)(?:"(?<text>[^"]*)"|(?<text>[^,]*))""")]
    private static partial Regex Field();

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Tool.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} has Tool.sln.");
    }
}
