using System.Diagnostics;

namespace Partime.Bench;

/// <summary>What the progress bar costs the measurement: the same work on every CPU with the bar, on a pseudo terminal, and without it.</summary>
internal static class ProgressBar
{
    public static void Run(BenchRun run)
    {
        var file = run.Scratch("progress.csv");
        // Both take longer than the second after which the bar appears.
        var arguments = $"run {run.Size("sum-squares -i 100000000 --times 100", "sleep -i 2")} -e threads -w auto --rounds 1 --csv {file}";
        run.Compare("computing with the progress bar / without it", "s", 1, 9, With, Without, 1.02);

        double With()
        {
            var screen = PublishedTool.OutputOf(new ProcessStartInfo("script", ["--quiet", "--return", "--command", $"{run.Tool.Executable} {arguments}", "/dev/null"]));
            return screen.Contains("run 1 of 1", StringComparison.Ordinal) ? RunSeconds() : throw new InvalidOperationException("The bar was not shown.");
        }

        double Without()
        {
            run.Tool.Output($"{arguments} -q");
            return RunSeconds();
        }

        double RunSeconds() => PublishedTool.Number(PublishedTool.Parse(File.ReadAllText(file)).Single(), "run_s");
    }
}
