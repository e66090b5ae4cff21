using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Partime.Bench;

/// <summary>What many installed plugins cost commands that need none of them.</summary>
internal static class InstalledPlugins
{
    private const int Few = 3;
    private const int Many = 50;
    private const int Pairs = 15;

    public static Task CompareAsync()
    {
        using var tool = PublishedTool.Publish();
        using var few = new InstalledHome(tool, Few);
        using var many = new InstalledHome(tool, Many);
        foreach (var arguments in (string[])["plugin list", "list", "run sleep -i 0 -e serial -q"])
        {
            var times = Enumerable.Range(0, Pairs + 1).Select(pair => Paired.InTurn(pair, () => many.Time(arguments), () => few.Time(arguments))).Skip(1).ToList();
            var (ours, peers) = (Median(times.Select(time => time.Ours)), Median(times.Select(time => time.Peer)));
            Goal.Print($"'{arguments}', {Many} plugins / {Few} plugins", string.Create(CultureInfo.InvariantCulture, $"{ours * 1e3:F1} ms / {peers * 1e3:F1} ms"),
                times.Select(time => time.Ours / time.Peer), atMost: 2);
        }
        return Task.CompletedTask;
    }

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(Pairs / 2);

    /// <summary>A user with so many plugins.</summary>
    private sealed class InstalledHome : IDisposable
    {
        private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("partime-bench-");
        private readonly PublishedTool tool;

        public InstalledHome(PublishedTool tool, int plugins)
        {
            this.tool = tool;
            for (var number = 1; number <= plugins; number++)
                Run($"plugin install {Pack(number)}");
        }

        public double Time(string arguments)
        {
            var start = Stopwatch.GetTimestamp();
            Run(arguments);
            return Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        public void Dispose() => folder.Delete(recursive: true);

        private void Run(string arguments)
        {
            var start = tool.Command(arguments);
            start.Environment["PARTIME_HOME"] = folder.FullName;
            using var process = Process.Start(start)!;
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            if (process.ExitCode != 0)
                throw new InvalidOperationException($"'{arguments}' ended with {process.ExitCode}.");
        }

        /// <summary>The test plugin Numbered with another number in its workload's name.</summary>
        private string Pack(int number)
        {
            var path = Path.Combine(folder.FullName, $"Numbered{number}.1.0.0.nupkg");
            using var archive = ZipFile.Open(path, ZipArchiveMode.Create);
            Write(archive, $"Numbered{number}.nuspec", Encoding.UTF8.GetBytes($"""
                <package><metadata>
                  <id>Numbered{number}</id><version>1.0.0</version><authors>partime</authors><description>One of many.</description>
                  <packageTypes><packageType name="PartimePlugin" /></packageTypes>
                </metadata></package>
                """));
            var assembly = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "testplugins", "Numbered", "Numbered.dll"));
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
}
