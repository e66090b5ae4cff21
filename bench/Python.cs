using System.Diagnostics;
using System.Globalization;

namespace Partime.Bench;

/// <summary>A program beside the bench that stays alive between two questions.</summary>
internal sealed class Python(string interpreter = "python3", string program = "peers.py") : IDisposable
{
    /// <summary>Debian's, as others may not have its packages.</summary>
    public const string OfSystem = "/usr/bin/python3";

    private readonly Process python = Process.Start(new ProcessStartInfo(interpreter, [Path.Combine(AppContext.BaseDirectory, program)])
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
