using System.IO.Compression;
using System.Text;

namespace Partime.Bench;

/// <summary>What many installed plugins cost commands that need none of them.</summary>
internal static class InstalledPlugins
{
    public static void Run(BenchRun run)
    {
        var (fewer, more) = (run.Size(3, 1), run.Size(50, 2));
        var (few, many) = (Install(run, "few", fewer), Install(run, "many", more));
        foreach (var arguments in (string[])["plugin list", "list", "run sleep -i 0 -e serial -q --rounds 1"])
            run.Compare($"'{arguments}', {more} plugins / {fewer}", "ms", 1e3, 15, () => many.Seconds(arguments), () => few.Seconds(arguments), 2);
    }

    /// <summary>The tool of a user with so many plugins.</summary>
    private static PublishedTool Install(BenchRun run, string home, int plugins)
    {
        var folder = Directory.CreateDirectory(run.Scratch(home)).FullName;
        var tool = run.Tool with { Home = folder };
        for (var number = 1; number <= plugins; number++)
            tool.Output($"plugin install {Pack(folder, number)}");
        return tool;
    }

    /// <summary>The test plugin Numbered with another number in its workload's name.</summary>
    private static string Pack(string folder, int number)
    {
        var path = Path.Combine(folder, $"Numbered{number}.1.0.0.nupkg");
        using var archive = ZipFile.Open(path, ZipArchiveMode.Create);
        Write(archive, $"Numbered{number}.nuspec", Encoding.UTF8.GetBytes($"""
            <package><metadata>
              <id>Numbered{number}</id><version>1.0.0</version><authors>partime</authors><description>One of many.</description>
              <packageTypes><packageType name="PartimePlugin" /></packageTypes>
            </metadata></package>
            """));
        var assembly = File.ReadAllBytes(Path.Combine(PublishedTool.Plugin("Numbered"), "Numbered.dll"));
        var at = assembly.AsSpan().IndexOf("numbered-00"u8);
        Encoding.ASCII.GetBytes($"numbered-{number:00}").CopyTo(assembly, at);
        Write(archive, "plugin/Numbered.dll", assembly);
        return path;
    }

    private static void Write(ZipArchive archive, string name, byte[] content)
    {
        using var entry = archive.CreateEntry(name).Open();
        entry.Write(content);
    }
}
