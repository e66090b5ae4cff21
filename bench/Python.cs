using System.Diagnostics;
using System.Globalization;

namespace Partime.Bench;

/// <summary>A program beside the bench that stays alive between two questions.</summary>
internal sealed class Python(string program = "peers.py", params string[] arguments) : IDisposable
{
    private readonly Process python = Process.Start(new ProcessStartInfo(OfSystem, [Path.Combine(AppContext.BaseDirectory, program), .. arguments])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    })!;

    /// <summary>Debian's if it is there, as others may not have its packages.</summary>
    public static string OfSystem => File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3";

    public bool Has(string package) => Measure($"has {package}") > 0;

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
