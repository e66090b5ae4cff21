using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Partime.Tool.Processes;
using Partime.Tool.Reporting;
using Partime.Tool.Tests.Processes;

namespace Partime.Tool.Tests.Sessions;

/// <summary>Nodes that join with a token, as real processes on this machine.</summary>
[Trait("Category", "Slow")]
public sealed class JoinedNodesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly List<RunningTool> started = [];
    private readonly int port = FreePort();

    public void Dispose()
    {
        foreach (var tool in started)
            tool.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task NodesServeOneSessionAfterTheOtherWhateverBecomesOfThemAndTheTokenIsSeenNowhere()
    {
        var token = (await ResultAsync("cluster", "token", "--address", $"127.0.0.1:{port}")).Output.Trim();
        await File.WriteAllTextAsync(folder["token"], token);
        var fromFile = Start("node", "--join", $"@{folder["token"]}", "--slots", "1");
        var fromInput = Start("node", "--join", "-", "--slots", "1", "--drain");
        await fromInput.Process.StandardInput.WriteLineAsync(token);

        var first = Run("sum-squares", "-i", "0..2000", "-e", "serial,cluster", "-w", "2", "--csv", folder["runs.csv"], "--tasks-csv", folder["tasks.csv"], "--json", folder["session.json"]);
        await fromInput.ErrorAsync("has joined a session");
        var commandLines = Directory.EnumerateDirectories("/proc").Select(process => ClusterTests.Read($"{process}/cmdline")).ToList();
        Assert.Contains(commandLines, line => line.Contains("--join", StringComparison.Ordinal));
        await SucceedAsync(first);
        Assert.Single(RunsReader.Read(folder["runs.csv"]).Lines.Select(run => (run.Text("status"), run.Text("tasks_ok"), run.Text("result_digest"))).Distinct());

        // Between sessions nodes wait, and the death of one costs no task of the next, which takes long enough to be seen at work.
        var earlier = WorkersOf(fromFile);
        var second = Run("sleep", "-i", "0.05", "--times", "100", "-e", "cluster", "-w", "2", "--csv", folder["second.csv"]);
        await PoolHarness.UntilAsync(() => WorkersOf(fromFile).Except(earlier).Any());
        Assert.Equal(0, LibC.kill(fromFile.Process.Id, LibC.SIGKILL));
        await SucceedAsync(second);
        Assert.Equal("100", RunsReader.Read(folder["second.csv"]).Lines.Single().Text("tasks_ok"));

        await fromInput.ErrorAsync("has left the session", times: 2);
        Assert.Equal(0, LibC.kill(fromInput.Process.Id, LibC.SIGINT));
        await SucceedAsync(fromInput);

        var secret = token.Split('/')[^1];
        string[] written = [.. commandLines, .. started.Skip(1).SelectMany(tool => tool.Errors), .. Directory.EnumerateFiles(folder.Path).Where(file => file != folder["token"]).Select(File.ReadAllText)];
        Assert.DoesNotContain(written, text => text.Contains(secret, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task TooFewSlotsAreToldBeforeAnythingIsMeasuredAndARevokedTokenIsRefusedOnBothSides()
    {
        await File.WriteAllTextAsync(folder["token"], (await ResultAsync("cluster", "token", "--address", $"127.0.0.1:{port}")).Output);
        await ResultAsync("cluster", "token", "--new");
        var node = Start("node", "--join", $"@{folder["token"]}");
        var (exitCode, _, error) = await ResultAsync("run", "sleep", "-i", "0", "-e", "cluster", "-w", "2", "-q", "--executor-set", $"cluster.listen=127.0.0.1:{port}", "--executor-set", "cluster.join-timeout=4s");
        Assert.Equal(ExitCode.Usage, exitCode);
        Assert.Contains("needs 2 slots", error, StringComparison.Ordinal);
        Assert.Contains("no node has joined", error, StringComparison.Ordinal);
        Assert.Contains("A connection from 127.0.0.1", error, StringComparison.Ordinal);
        await node.ErrorAsync("is not the coordinator of this token");
    }

    [Theory]
    [InlineData("No node can join, as there is no token yet", "run", "sleep", "-i", "0", "-e", "cluster", "--executor-set", "cluster.listen=127.0.0.1:1")]
    [InlineData("cluster.listen", "run", "sleep", "-i", "0", "-e", "cluster", "--executor-set", "cluster.listen=nowhere")]
    [InlineData("would be shown to every user", "node", "--join", "pt1/127.0.0.1:1/00/00")]
    [InlineData("The token is missing", "node")]
    [InlineData("is no address with a port", "cluster", "token", "--address", "nowhere")]
    public async Task MistakesGetOneSentence(string told, params string[] arguments)
    {
        var (exitCode, _, error) = await ResultAsync(arguments);
        Assert.Equal(ExitCode.Usage, exitCode);
        Assert.Contains(told, Assert.Single(error.Trim().Split('\n')), StringComparison.Ordinal);
    }

    private static List<string> WorkersOf(RunningTool node) =>
        [.. Directory.EnumerateDirectories("/proc").Where(process => Path.GetFileName(process).All(char.IsAsciiDigit) && ClusterTests.ParentOf(process) == node.Process.Id)];

    private RunningTool Run(params string[] arguments) => Start(["run", .. arguments, "-q", "--rounds", "1", "--executor-set", $"cluster.listen=127.0.0.1:{port}", "--executor-set", "cluster.join-timeout=2m"]);

    private RunningTool Start(params string[] arguments)
    {
        var tool = new RunningTool(folder["home"], arguments);
        started.Add(tool);
        return tool;
    }

    private async Task<(int ExitCode, string Output, string Error)> ResultAsync(params string[] arguments)
    {
        var tool = Start(arguments);
        tool.Process.StandardInput.Close();
        var exitCode = await tool.ExitAsync();
        return (exitCode, await tool.Process.StandardOutput.ReadToEndAsync(), string.Join('\n', tool.Errors));
    }

    private async Task SucceedAsync(RunningTool tool) =>
        Assert.True(await tool.ExitAsync() == ExitCode.Ok, string.Join("\n\n", started.Select(one => string.Join('\n', one.Errors))));

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>The tool, started again.</summary>
    private sealed class RunningTool : IDisposable
    {
        private readonly ConcurrentQueue<string> errors = new();
        private readonly TaskCompletionSource ended = new();

        public RunningTool(string home, string[] arguments)
        {
            var start = new ProcessStartInfo(Environment.ProcessPath!, ["exec", typeof(ExitCode).Assembly.Location, .. arguments]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
            start.Environment["PARTIME_HOME"] = home;
            Process = Process.Start(start)!;
            Process.ErrorDataReceived += (_, line) =>
            {
                if (line.Data is null)
                    ended.TrySetResult();
                else
                    errors.Enqueue(line.Data);
            };
            Process.BeginErrorReadLine();
        }

        public Process Process { get; }

        public IReadOnlyCollection<string> Errors => errors;

        public Task ErrorAsync(string part, int times = 1) => PoolHarness.UntilAsync(() => errors.Count(line => line.Contains(part, StringComparison.Ordinal)) >= times);

        public async Task<int> ExitAsync()
        {
            try
            {
                await Process.WaitForExitAsync().WaitAsync(PoolHarness.Limit);
                await ended.Task.WaitAsync(PoolHarness.Limit);
            }
            catch (TimeoutException)
            {
                throw new TimeoutException($"It did not end, and has written:\n{string.Join('\n', errors)}");
            }
            return Process.ExitCode;
        }

        public void Dispose()
        {
            Process.Kill(entireProcessTree: true);
            Process.Dispose();
        }
    }
}
