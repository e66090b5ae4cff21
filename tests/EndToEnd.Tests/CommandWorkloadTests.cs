using System.Globalization;
using Partime.EndToEnd.Tests.Workers;

namespace Partime.EndToEnd.Tests;

/// <summary>No program that a task has started outlives partime.</summary>
public sealed class CommandWorkloadTests(InstalledTool tool) : IClassFixture<InstalledTool>, IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("threads", "INT", 130)]
    [InlineData("process-pool", "INT", 130)]
    [InlineData("async", "KILL", 137)]
    [InlineData("threads", "KILL", 137)]
    [InlineData("process-pool", "KILL", 137)]
    public async Task ProgramsEndWithPartime(string executor, string signal, int exitCode)
    {
        if (!OperatingSystem.IsLinux())
            return;
        var line = tool.Line("run", "command", "-i", "1,2,3", "-e", executor, "-w", "3", "--rounds", "1", "-q", "--csv", folder["runs.csv"], "--set", $"folder={folder["."]}",
            "--", "sh", "-c", "sleep 1000 & echo $$ $! > $1.part; mv $1.part $1; wait", "sh");
        // A shell may have started these tests in the background, with Ctrl-C ignored by it and all its children.
        using var session = Command.Start(line with { Program = "env", Arguments = ["--default-signal=INT", line.Program, .. line.Arguments] });
        await session.UntilAsync(() => File.Exists(folder["1"]) && File.Exists(folder["2"]) && File.Exists(folder["3"]), "three programs run");

        await session.SignalAsync(signal);
        (await session.EndAsync()).ShouldExitWith(exitCode);

        foreach (var name in (string[])["1", "2", "3"])
            foreach (var pid in File.ReadAllText(folder[name]).Split(' '))
                while (IsRunning(int.Parse(pid, CultureInfo.InvariantCulture)))
                    await Task.Delay(10).WaitAsync(Command.Limit);
    }

    /// <summary>Root may enter every folder, so this becomes another user, with a copy of the tool.</summary>
    [NeedsRoot("setpriv", "--reuid=54321", "--regid=54321", "--clear-groups")]
    [InlineData("The folder '", "/private' cannot be entered: change its permissions, or choose another with --set folder=.", "--set folder=private -- true")]
    [InlineData("'private/program' cannot be reached: change the permissions of its folders.", "", "-- private/program")]
    public async Task AFolderThatTheUserMayNotEnterIsNamed(string told, string more, string words)
    {
        var script = $$"""
            cp -r "$(dirname "$(readlink -f "$(type -P dotnet-partime)")")" tool
            chmod -R a+rwX .
            mkdir -m 700 private
            cp /bin/true private/program
            export TMPDIR=$PWD HOME=$PWD
            exec setpriv --reuid=54321 --regid=54321 --clear-groups tool/partime run command -i 1 -e serial --rounds 1 -q --csv runs.csv {{words}}
            """;
        var failed = (await Command.RunAsync(tool.Program("bash", "-c", script) with { Folder = folder.Path })).ShouldExitWith(2);
        Assert.Contains(told, failed.Error, StringComparison.Ordinal);
        Assert.Contains(more, failed.Error, StringComparison.Ordinal);
    }

    /// <summary>A zombie does not run.</summary>
    private static bool IsRunning(int pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            return stat[stat.LastIndexOf(')') + 2] is not ('Z' or 'X');
        }
        catch (IOException)
        {
            return false;
        }
    }
}
