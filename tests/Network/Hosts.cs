using System.Diagnostics;

namespace Partime.Network;

/// <summary>A coordinator and some nodes, each a host with a name, a network and an address of its own, as far as Linux can make them on one machine
/// (namespaces). Cables lead from the coordinator to each node. Needs root.</summary>
internal sealed class Hosts : IDisposable
{
    private static int created;

    private readonly string prefix = $"pt{Environment.ProcessId}x{Interlocked.Increment(ref created)}";
    private readonly List<string> names = [];

    /// <param name="nodes">How many, at most 200.</param>
    public Hosts(int nodes)
    {
        try
        {
            Coordinator = Add("coordinator");
            // The one address that all nodes know, whichever cable they come through.
            Ip($"-n {Coordinator} address add {Address}/32 dev lo");
            for (var node = 1; node <= nodes; node++)
                Connect(node);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Whether this user on this system can make them.</summary>
    public static bool ArePossible => OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && File.Exists("/dev/net/tun") && File.Exists("/usr/sbin/ip");

    /// <summary>The address of the coordinator.</summary>
    public static string Address => "10.77.0.1";

    public string Coordinator { get; }

    /// <summary>The nodes, in order.</summary>
    public List<string> Nodes { get; } = [];

    /// <summary>Their cables.</summary>
    public List<Cable> Cables { get; } = [];

    /// <summary>The words to put in front of a command so that it runs on a host. The host's name is what comes behind the first dash.</summary>
    public static string[] On(string host) => ["ip", "netns", "exec", host, "unshare", "--uts", "sh", "-c", $"hostname {host[(host.IndexOf('-', StringComparison.Ordinal) + 1)..]}; exec \"$@\"", "sh"];

    public void Dispose()
    {
        Cables.ForEach(cable => cable.Dispose());
        Cables.Clear();
        foreach (var name in names)
            Ip($"netns delete {name}");
        names.Clear();
    }

    /// <summary>How many processes run on a host.</summary>
    public static int ProcessesOn(string host) => Ip($"netns pids {host}").Split('\n', StringSplitOptions.RemoveEmptyEntries).Length;

    private void Connect(int node)
    {
        var host = Add($"node{node}");
        Nodes.Add(host);
        Cables.Add(new Cable((Coordinator, $"to-node{node}"), (host, "cable")));
        Ip($"-n {Coordinator} address add 10.77.{node}.1 peer 10.77.{node}.2 dev to-node{node}");
        Ip($"-n {Coordinator} link set to-node{node} up");
        Ip($"-n {host} address add 10.77.{node}.2 peer 10.77.{node}.1 dev cable");
        Ip($"-n {host} link set cable up");
        Ip($"-n {host} route add {Address} via 10.77.{node}.1 dev cable");
    }

    private string Add(string name)
    {
        var full = $"{prefix}-{name}";
        Ip($"netns add {full}");
        names.Add(full);
        Ip($"-n {full} link set lo up");
        return full;
    }

    private static string Ip(string arguments)
    {
        using var ip = Process.Start(new ProcessStartInfo("ip", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = ip.StandardError.ReadToEndAsync();
        var output = ip.StandardOutput.ReadToEnd();
        ip.WaitForExit();
        return ip.ExitCode == 0 ? output : throw new InvalidOperationException($"ip {arguments}: {error.Result}");
    }
}
