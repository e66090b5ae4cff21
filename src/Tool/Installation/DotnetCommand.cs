using System.ComponentModel;
using System.Diagnostics;

namespace Partime.Tool.Installation;

/// <summary>A finished command of the .NET SDK, with its output.</summary>
internal sealed record DotnetCommand(int ExitCode, string Output)
{
    /// <summary>Waits for the command. A cancellation ends it with all its child processes.</summary>
    public static async Task<DotnetCommand> RunAsync(string folder, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        using var process = Start(folder, arguments);
        process.StandardInput.Close();
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var error = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return new DotnetCommand(process.ExitCode, await output + await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            // Until it ends it may write into folders that the caller deletes.
            await process.WaitForExitAsync(CancellationToken.None);
            throw;
        }
    }

    private static Process Start(string folder, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Build servers outlive the command and keep its output open, so reading would never end.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["UseSharedCompilation"] = "false";
        start.Environment["DOTNET_NOLOGO"] = "1";
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw new PartimeException($"The command 'dotnet' cannot be started: {exception.Message.TrimEnd('.')}. Packing needs the .NET SDK, with dotnet on the PATH.", exception);
        }
    }
}
