using System.Globalization;
using Partime.Network;

namespace Partime.EndToEnd.Tests.Workers;

/// <summary>The cluster on three hosts: network namespaces with addresses and names of their own, and cables that delay, lose and break.</summary>
[Trait("Category", "Slow")]
public sealed class ClusterOnHostsTests(InstalledTool tool) : IClassFixture<InstalledTool>, IDisposable
{
    /// <summary>Five seconds for one worker, however busy this machine is: longer than the silence that is told.</summary>
    private static readonly string[] Inputs = [.. Enumerable.Range(0, 100 * Pace.Factor).Select(task => string.Create(CultureInfo.InvariantCulture, $"0.05{task:000}"))];

    private readonly TemporaryFolder folder = new();
    private readonly List<Command> nodes = [];

    public void Dispose()
    {
        nodes.ForEach(node => node.Dispose());
        folder.Dispose();
    }

    [NeedsHosts]
    public async Task HostsComputeWhatSerialComputesThroughSlowAndBrokenCables()
    {
        using var hosts = new Hosts(2);
        var token = (await Command.RunAsync(On(hosts.Coordinator, "cluster", "token", "--address", $"{Hosts.Address}:7077"))).ShouldExitWith(0).Output;
        hosts.Nodes.ForEach(host => nodes.Add(Command.Start(On(host, "node", "--join", $"@{folder.Write("token", token)}", "--slots", "1"))));
        (hosts.Cables[0].Delay, hosts.Cables[1].Delay, hosts.Cables[1].Loss) = (TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(20), 0.01);

        using var session = Command.Start(On(hosts.Coordinator, "run", "sleep", "-i", string.Join(',', Inputs), "-e", "serial,cluster", "-w", "2", "--executor-set", "cluster.listen=0.0.0.0:7077",
            "--executor-set", "cluster.join-timeout=5m", "--executor-set", $"cluster.silence={Pace.Milliseconds(1_000)}", "--csv", folder["runs.csv"], "--tasks-csv", folder["tasks.csv"], "--json", folder["session.json"]));
        // The programs that start the node on its host are processes there, too.
        await session.UntilAsync(() => nodes[1].Error.Contains("has joined a session", StringComparison.Ordinal) && Hosts.ProcessesOn(hosts.Nodes[1]) > 1, "the second node has a worker");
        var lines = CommandLines();
        hosts.Cables[1].IsCut = true;
        await session.UntilAsync(() => session.Error.Contains("silent", StringComparison.Ordinal), "its silence is told");
        hosts.Cables[1].IsCut = false;
        var end = (await session.EndAsync()).ShouldExitWith(0);

        var runs = Csv.Parse(File.ReadAllText(folder["runs.csv"]));
        Assert.Single(runs.Select(run => run["result_digest"]).Distinct());
        var own = Csv.Parse(File.ReadAllText(folder["tasks.csv"])).Where(task => task["run"] == runs.Single(run => run["executor"] == "cluster")["run"]).ToList();
        Assert.Equal(Inputs, own.Select(task => task["input"]));
        Assert.Equal(["node1", "node2"], own.Select(task => task["node"]).Distinct().Order());

        var secret = token.Trim().Split('/')[^1];
        Assert.All([lines, end.Error, end.Output, .. nodes.Select(node => node.Error + node.Output), .. Directory.GetFiles(folder.Path).Where(file => file != folder["token"]).Select(File.ReadAllText)],
            text => Assert.DoesNotContain(secret, text, StringComparison.Ordinal));
    }

    private CommandLine On(string host, params string[] arguments)
    {
        var line = tool.Line(arguments);
        string[] words = [.. Hosts.On(host), line.Program, .. line.Arguments];
        return line with { Program = words[0], Arguments = words[1..] };
    }

    /// <summary>Those of all processes.</summary>
    private static string CommandLines() => string.Join('\n', Directory.GetFiles("/proc", "cmdline", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 1, IgnoreInaccessible = true }).Select(Read));

    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (IOException)
        {
            return "";
        }
    }
}

/// <summary>A fact that needs hosts of its own; skipped where they cannot be made, but never in CI.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsHostsAttribute : FactAttribute
{
    public NeedsHostsAttribute()
    {
        if (Environment.GetEnvironmentVariable("CI") != "true" && !Hosts.ArePossible)
            Skip = "network namespaces need root, ip and /dev/net/tun";
    }
}
