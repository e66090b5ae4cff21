using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Unicode;

namespace Partime.Plugins.Command;

/// <summary>Runs commands as .NET can on every system: on Windows and macOS.</summary>
internal sealed class PortableRunner(CommandSettings settings) : ICommandRunner
{
    /// <summary>The variable in which a script for cmd finds its input.</summary>
    public const string InputVariable = "PARTIME_INPUT";

    public CommandEnd Run(CommandWords words, byte[] input, CommandOutput output, CancellationToken cancellationToken) =>
        RunAsync(words, input, output, cancellationToken).GetAwaiter().GetResult();

    public async Task<CommandEnd> RunAsync(CommandWords words, byte[] input, CommandOutput output, CancellationToken cancellationToken)
    {
        using var process = new Process { StartInfo = StartInfo(words, input) };
        try
        {
            process.Start();
        }
        catch (Win32Exception exception)
        {
            throw new WorkFailedException($"'{words.Name}' cannot be started: {exception.Message}");
        }
        using var job = OperatingSystem.IsWindows() ? new WindowsJob(process) : null;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (output.Settings.Timeout is { } timeout)
            limit.CancelAfter(timeout);
        await using (limit.Token.Register(() => Kill(process, job)).ConfigureAwait(false))
        {
            var (outputEnd, errorEnd) = (CopyAsync(process.StandardOutput.BaseStream, output, isError: false), CopyAsync(process.StandardError.BaseStream, output, isError: true));
            await SendAsync(process, input).ConfigureAwait(false);
            await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
            // What it has left running has the output open.
            job?.Kill();
            await Task.WhenAll(outputEnd, errorEnd).ConfigureAwait(false);
        }
        return new CommandEnd(words.Name, process.ExitCode) { HasTimedOut = limit.IsCancellationRequested, WasCancelled = cancellationToken.IsCancellationRequested, Usage = UsageOf(process) };
    }

    public void Dispose()
    {
        // Each command has ended with its task.
    }

    private ProcessStartInfo StartInfo(CommandWords words, byte[] input)
    {
        var start = new ProcessStartInfo(words.Name) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = settings.Folder };
        foreach (var variable in settings.Environment)
            start.Environment[variable[..variable.IndexOf('=')]] = variable[(variable.IndexOf('=') + 1)..];
        if (OperatingSystem.IsWindows() && words.IsScript)
        {
            // Of the whole, cmd removes the outermost quotes and reads the rest by its own rules.
            start.Arguments = $"/v:on /d /s /c \"{Text(words.Word(1, input))}\"";
            start.Environment[InputVariable] = Text(input);
            return start;
        }
        start.FileName = Text(words.Word(0, input));
        for (var index = 1; index < words.Count; index++)
            start.ArgumentList.Add(Text(words.Word(index, input)));
        return start;
    }

    private static string Text(byte[] bytes) => Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes)
        : throw new WorkFailedException("The input has bytes that are no UTF-8, and here arguments are text: send it by --set input=stdin.");

    private async Task SendAsync(Process process, byte[] input)
    {
        try
        {
            if (settings.StandardInput)
                await process.StandardInput.BaseStream.WriteAsync(input).ConfigureAwait(false);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The program does not read to the end, which it need not.
        }
    }

    private static async Task CopyAsync(Stream stream, CommandOutput output, bool isError)
    {
        var buffer = new byte[16 * 1024];
        while (await stream.ReadAsync(buffer).ConfigureAwait(false) is > 0 and var length)
            if (isError)
                output.AppendError(buffer.AsSpan(0, length));
            else if (!output.IsDiscarded)
                output.Append(buffer.AsSpan(0, length));
    }

    private static void Kill(Process process, WindowsJob? job)
    {
        try
        {
            job?.Kill();
            process.Kill(entireProcessTree: true);
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It has ended meanwhile.
        }
    }

    /// <summary>Windows tells the times of a process after its end.</summary>
    private static CommandUsage UsageOf(Process process) => OperatingSystem.IsWindows()
        ? new(process.UserProcessorTime.TotalSeconds, process.PrivilegedProcessorTime.TotalSeconds, double.NaN, double.NaN, double.NaN, double.NaN)
        : new(double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN);
}
