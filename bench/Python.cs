using System.Diagnostics;
using System.Globalization;

namespace Partime.Bench;

/// <summary>peers.py, which stays alive between two questions.</summary>
internal sealed class Python : IDisposable
{
    private readonly Process python = Process.Start(new ProcessStartInfo("python3", [Path.Combine(AppContext.BaseDirectory, "peers.py")])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    })!;

    public double Measure(string question)
    {
        python.StandardInput.WriteLine(question);
        var answer = python.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"Python gave no answer to '{question}'.");
        return double.Parse(answer, CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        python.StandardInput.Close();
        python.WaitForExit();
        python.Dispose();
    }
}
