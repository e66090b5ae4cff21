using System.Diagnostics;
using System.Globalization;

namespace Partime.Bench;

/// <summary>python_pools.py, which stays alive between two measures.</summary>
internal sealed class PythonPools : IDisposable
{
    private readonly Process python = Process.Start(new ProcessStartInfo("python3", [Path.Combine(AppContext.BaseDirectory, "python_pools.py")])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    })!;

    public double Measure(string name)
    {
        python.StandardInput.WriteLine(name);
        var answer = python.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"Python gave no answer to '{name}'.");
        return double.Parse(answer, CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        python.StandardInput.Close();
        python.WaitForExit();
        python.Dispose();
    }
}
