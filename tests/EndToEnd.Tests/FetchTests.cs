using Partime.EndToEnd.Tests.Workers;
using Partime.Plugins.Tests.HttpFetch;

namespace Partime.EndToEnd.Tests;

/// <summary>What `http-fetch` gets from the machine around it.</summary>
public sealed class FetchTests(InstalledTool tool) : IClassFixture<InstalledTool>
{
    /// <summary>Two connections take both ports there are.</summary>
    private const string WithoutPorts = """
        import fcntl, socket, struct, subprocess, sys
        SIOCSIFFLAGS, IFF_UP = 0x8914, 1
        with socket.socket() as any:
            fcntl.ioctl(any, SIOCSIFFLAGS, struct.pack("16sh", b"lo", IFF_UP))
        with open("/proc/sys/net/ipv4/ip_local_port_range", "w") as range:
            range.write("40000 40001")
        server = socket.create_server(("127.0.0.1", 8080))
        held = [socket.create_connection(("127.0.0.1", 8080)) for _ in "ab"]
        sys.exit(subprocess.run(["dotnet-partime", *sys.argv[1:]]).returncode)
        """;

    [NeedsRoot("unshare", "--net")]
    [InlineData("serial,async")]
    public async Task WithoutALocalPortTheMessageNamesTheLimit(string executors)
    {
        var fetch = await Command.RunAsync(tool.Program(
            "unshare", "--net", "python3", "-c", WithoutPorts, "run", "http-fetch", "-i", "http://127.0.0.1:8080/", "-e", executors, "--rounds", "1", "--tasks-csv", "-"));

        var rows = Csv.Parse(fetch.ShouldExitWith(2).Output);
        Assert.Equal(2, rows.Count);
        Assert.All(rows, row => Assert.Contains(
            "127.0.0.1:8080: this machine has no local port left for it. Use fewer connections at once, or raise the range of ports (on Linux net.ipv4.ip_local_port_range)",
            row["error_message"], StringComparison.Ordinal));
    }

    [Fact]
    public async Task OnLinuxAVariableNamesTheCertificateToTrust()
    {
        if (!OperatingSystem.IsLinux())
            return;
        await using var server = await TlsServer.StartAsync();
        using var folder = new TemporaryFolder();
        var line = tool.Line("run", "http-fetch", "-i", server.Url, "-e", "serial,process-pool", "-w", "1", "--csv", "-");

        Assert.Contains("UntrustedRoot", (await Command.RunAsync(line)).ShouldExitWith(2).Error, StringComparison.Ordinal);

        var environment = new Dictionary<string, string?>(line.Environment) { ["SSL_CERT_FILE"] = folder.Write("server.pem", server.CertificatePem) };
        Assert.Equal(["ok", "ok"], Csv.Parse((await Command.RunAsync(line with { Environment = environment })).ShouldExitWith(0).Output).Select(row => row["status"]));
    }
}
