using Partime.Tool.Files;
using Partime.Tool.Reporting;

namespace Partime.Tool.Cli;

/// <summary>The files that a command reads, and those that it writes meanwhile.</summary>
internal static class InputFiles
{
    public static IReadOnlyList<RunsFile> Read(IReadOnlyList<string> paths)
    {
        if (paths.Count(path => path == InputFile.StandardInputPath) > 1)
            throw new PartimeException("Only one of the files can be '-', which is standard input.");
        return [.. paths.Select(path => RunsReader.Read(path))];
    }

    /// <summary>Refuses outputs that cannot be, and those that would destroy what is read: these files, or one with arguments.</summary>
    public static void EnsureApart(IEnumerable<string> paths, Outputs outputs)
    {
        outputs.EnsureUsable();
        var places = outputs.Paths.Where(path => path != OutputFile.StandardOutputPath).ToLookup(OutputPath.Identity);
        foreach (var path in paths.Concat(ResponseFiles.In(Environment.GetCommandLineArgs()[1..])).Where(path => path is not (InputFile.StandardInputPath or "")))
            if (places.Contains(OutputPath.Identity(path)))
                throw new PartimeException($"'{path}' is read and would be overwritten: name another output.");
    }
}
