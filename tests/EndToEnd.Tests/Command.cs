using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Partime.EndToEnd.Tests;

/// <summary>A real process, with its output read while it runs and a limit to its time.</summary>
internal sealed class Command : IDisposable
{
    /// <summary>Far longer than anything here takes on a busy machine: only what hangs gets there.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(15);

    /// <summary>The same for what builds or packs.</summary>
    public static readonly TimeSpan BuildLimit = TimeSpan.FromMinutes(40);

    private readonly Process process;
    private readonly CommandLine line;
    private readonly Transcript output;
    private readonly Transcript error;

    private Command(Process process, CommandLine line)
    {
        this.process = process;
        this.line = line;
        output = new Transcript(process.StandardOutput);
        error = new Transcript(process.StandardError);
    }

    public int Pid => process.Id;

    /// <summary>What it has written to standard output so far.</summary>
    public string Output => output.Text;

    /// <summary>What it has written to standard error so far.</summary>
    public string Error => error.Text;

    public static async Task<CommandResult> RunAsync(CommandLine line)
    {
        using var command = Start(line);
        return await command.EndAsync();
    }

    public static Command Start(CommandLine line)
    {
        var start = new ProcessStartInfo(line.Program, line.Arguments)
        {
            WorkingDirectory = line.Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (var (name, value) in line.Environment)
            start.Environment[name] = value;
        var process = Process.Start(start)!;
        process.StandardInput.Write(line.Input);
        process.StandardInput.Close();
        return new Command(process, line);
    }

    /// <summary>Waits for the end of the process and of its output, or kills it and all it has started.</summary>
    public async Task<CommandResult> EndAsync()
    {
        var end = Task.WhenAll(process.WaitForExitAsync(), output.End, error.End);
        if (await Task.WhenAny(end, Task.Delay(line.Limit)) != end)
            throw new TimeoutException($"No end after {line.Limit.TotalSeconds} s: {line}\n{output.Text}\n{error.Text}");
        await end;
        return new CommandResult(line.ToString(), process.ExitCode, output.Text, error.Text);
    }

    /// <summary>Looks until the condition is true.</summary>
    public async Task UntilAsync(Func<bool> condition, string what)
    {
        for (var started = Stopwatch.StartNew(); !condition(); await Task.Delay(10))
            if (process.HasExited || started.Elapsed > line.Limit)
                throw new TimeoutException($"Waited in vain until {what}: {line}\n{output.Text}\n{error.Text}");
    }

    public int Id => process.Id;

    /// <summary>Sends a signal by its name, such as <c>INT</c>.</summary>
    public async Task SignalAsync(string signal) =>
        (await RunAsync(new CommandLine("kill", $"-{signal}", process.Id.ToString(CultureInfo.InvariantCulture)))).ShouldExitWith(0);

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        process.Dispose();
    }
}
