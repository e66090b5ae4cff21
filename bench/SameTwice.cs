using System.Globalization;

namespace Partime.Bench;

/// <summary>The same plan measured twice and compared: a difference that is claimed between them is a false one.</summary>
internal static class SameTwice
{
    private const int Repetitions = 20;
    private const int Most = 1;

    private static readonly (string Name, string Arguments)[] Plans =
    [
        ("computing", "sum-squares -i 0..15000 -e serial,threads,process-pool -w 2 --rounds 10 --warmup 1"),
        ("waiting", "sleep -i 0.01 --times 8 -e serial,threads,async -w 4 --rounds 10 --warmup 1"),
    ];

    public static Task CompareAsync()
    {
        using var tool = PublishedTool.Publish();
        var folder = Directory.CreateTempSubdirectory("partime-bench-");
        foreach (var (name, arguments) in Plans)
        {
            var claims = Enumerable.Range(0, Repetitions).Select(_ => Claims(tool, folder.FullName, arguments)).ToList();
            var wrong = claims.Count(claimed => claimed.Count > 0);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{name,-34} differences claimed in {wrong} of {Repetitions}   goal {Most}: {(wrong <= Most ? "met" : "MISSED")}   {string.Join(", ", claims.SelectMany(claimed => claimed))}"));
        }
        folder.Delete(recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>The configurations of which a difference is claimed.</summary>
    private static List<string> Claims(PublishedTool tool, string folder, string arguments)
    {
        string[] files = [Path.Combine(folder, "one.csv"), Path.Combine(folder, "other.csv")];
        foreach (var file in files)
            tool.Rows($"run {arguments} -q --csv {file}");
        return [.. tool.Rows($"compare {files[0]} {files[1]} --csv -").Where(row => row["verdict"] is not "no difference shown").Select(row => $"{row["executor"]} {row["verdict"]}")];
    }
}
