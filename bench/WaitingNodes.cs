using System.Diagnostics;
using System.Globalization;
using Partime.Network;

namespace Partime.Bench;

/// <summary>Nodes that wait for work, as their users start them: on this machine, or each on a host of its own with a cable to this one.</summary>
internal sealed class WaitingNodes : IDisposable
{
    private const int Port = 7077;

    private readonly BenchRun run;
    private readonly string home;
    private readonly string token;
    private readonly List<Process> nodes = [];

    /// <param name="run">The bench.</param>
    /// <param name="count">How many nodes, each with one slot.</param>
    /// <param name="onHosts">Whether each is a host of its own.</param>
    public WaitingNodes(BenchRun run, int count, bool onHosts = false)
    {
        this.run = run;
        Hosts = onHosts ? new Hosts(count) : null;
        home = Directory.CreateDirectory(run.Scratch($"home-{Guid.NewGuid()}")).FullName;
        token = Path.Combine(home, "token");
        File.WriteAllText(token, Output(["cluster", "token", "--address", $"{(onHosts ? Hosts.Address : "127.0.0.1")}:{Port}"]));
        for (var node = 0; node < count; node++)
            Start(node);
    }

    public Hosts? Hosts { get; }

    /// <summary>The processes of the nodes, in order.</summary>
    public IReadOnlyList<Process> Nodes => nodes;

    /// <summary>What makes a session use them.</summary>
    public string Options => $"--executor-set cluster.listen={(Hosts is null ? "127.0.0.1" : "0.0.0.0")}:{Port}";

    /// <summary>Starts the node with this number, which may have been another process before.</summary>
    public void Start(int node)
    {
        var process = Process.Start(Command(Hosts?.Nodes[node], ["node", "--join", $"@{token}", "--slots", "1"]))!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        if (node < nodes.Count)
            nodes[node] = process;
        else
            nodes.Add(process);
    }

    /// <summary>Runs partime where the coordinator is.</summary>
    public string Output(IEnumerable<string> arguments) => PublishedTool.OutputOf(Command(Hosts?.Coordinator, arguments));

    /// <summary>The same as <see cref="PublishedTool.Run(string, Action{int}?)"/> on these nodes.</summary>
    public Dictionary<string, string> Run(string arguments)
    {
        var file = Path.Combine(home, "runs.csv");
        Output($"run {arguments} {Options} --rounds 1 -q --csv {file} --plugin {PublishedTool.Plugin("Empty")}".Split(' '));
        return PublishedTool.Parse(File.ReadAllText(file)).Single(row => row["phase"] == "measure");
    }

    /// <summary>And the rows of its tasks.</summary>
    public (Dictionary<string, string> Run, List<Dictionary<string, string>> Tasks) RunWithTasks(string arguments)
    {
        var file = Path.Combine(home, "tasks.csv");
        return (Run($"{arguments} --tasks-csv {file}"), PublishedTool.Parse(File.ReadAllText(file)));
    }

    /// <summary>The CPU time of a node so far.</summary>
    public double CpuSeconds(int node)
    {
        var stat = File.ReadAllText($"/proc/{nodes[node].Id}/stat").Split(") ")[1].Split(' ');
        return (double.Parse(stat[11], CultureInfo.InvariantCulture) + double.Parse(stat[12], CultureInfo.InvariantCulture)) / 100;
    }

    public void Dispose()
    {
        foreach (var node in nodes)
        {
            node.Kill(entireProcessTree: true);
            node.WaitForExit();
            node.Dispose();
        }
        Hosts?.Dispose();
    }

    private ProcessStartInfo Command(string? host, IEnumerable<string> arguments)
    {
        string[] words = [.. host is null ? [] : Network.Hosts.On(host), run.Tool.Executable, .. arguments];
        var start = new ProcessStartInfo(words[0], words[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PARTIME_HOME"] = home;
        return start;
    }
}
