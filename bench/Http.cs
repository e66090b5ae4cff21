using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Partime.Bench;

/// <summary>The workload http-fetch beside other clients, against one nginx on this machine.</summary>
internal static partial class Http
{
    private const int Rounds = 7;

    public static void Run(BenchRun run)
    {
        using var server = new Nginx(run);
        using var python = new Python();
        Compare("1k", "HTTP, 1 KiB, 50 in flight, async", 50, run.Size(20_000, 100), 0.85, null);
        Compare("1m", "HTTP, 1 MiB, 8 in flight, async", 8, run.Size(1_000, 10), null, 0.95);

        void Compare(string file, string what, int atOnce, int tasks, double? minOfAb, double? minOfWrk)
        {
            var url = $"{server.Address}/{file}";
            // Until .NET has compiled the network stack anew, after some 60,000 requests, each takes twice as long; the other programs are compiled.
            run.Compare($"{what}, per request", "µs", 1e6, Rounds, () => run.Tool.Run($"http-fetch -i {url} --times {tasks} -e async -w {atOnce} --warmup {run.Size(5, 1)}", "run_s") / tasks,
            [
                Peer.Program("ab", "ab -k", () => Number(Ab(), "ab", "-k", "-q", "-c", $"{atOnce}", "-n", $"{tasks}", url) / tasks, 1 / minOfAb),
                Peer.Program("wrk", "wrk -t1", () => 1 / Number(Wrk(), "wrk", "-t1", $"-c{atOnce}", "-d1s", url), 1 / minOfWrk) with { IsLimit = true },
                Peer.Package(python, "aiohttp", "Python's aiohttp", () => python.Measure($"aiohttp {url} {Math.Max(1, tasks / 10)} {atOnce}")),
                Peer.Package(python, "requests", "Python's requests in threads", () => python.Measure($"requests {url} {Math.Max(1, tasks / 20)} {atOnce}")),
            ]);
        }
    }

    private static double Number(Regex pattern, params string[] words)
    {
        var output = PublishedTool.OutputOf(new ProcessStartInfo(words[0], words[1..]));
        return pattern.Match(output) is { Success: true } match ? double.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture) : throw new InvalidOperationException($"{words[0]} wrote: {output}");
    }

    [GeneratedRegex(@"Time taken for tests: +(?<number>[\d.]+) seconds")]
    private static partial Regex Ab();

    [GeneratedRegex(@"Requests/sec: +(?<number>[\d.]+)")]
    private static partial Regex Wrk();

    /// <summary>One worker, on loopback, with files of 1 KiB and 1 MiB.</summary>
    private sealed class Nginx : IDisposable
    {
        private static readonly TimeSpan MaxStart = TimeSpan.FromSeconds(10);

        private readonly Process process;

        public Nginx(BenchRun run)
        {
            var folder = Directory.CreateDirectory(run.Scratch("nginx")).FullName;
            File.WriteAllBytes(Path.Combine(folder, "1k"), new byte[1 << 10]);
            File.WriteAllBytes(Path.Combine(folder, "1m"), new byte[1 << 20]);
            var port = FreePort();
            Address = $"http://127.0.0.1:{port}";
            var configuration = Path.Combine(folder, "nginx.conf");
            // The scratch folder is open to its owner only.
            File.WriteAllText(configuration, $$"""
                {{(Environment.UserName == "root" ? "user root;" : "")}}
                daemon off; worker_processes 1; pid {{folder}}/pid; error_log {{folder}}/errors;
                events { worker_connections 1024; }
                http {
                    access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000000;
                    client_body_temp_path {{folder}}/t1; proxy_temp_path {{folder}}/t2; fastcgi_temp_path {{folder}}/t3; uwsgi_temp_path {{folder}}/t4; scgi_temp_path {{folder}}/t5;
                    server { listen 127.0.0.1:{{port}}; root {{folder}}; }
                }
                """);
            process = Process.Start(new ProcessStartInfo(BenchRun.PathOf("nginx")!, ["-c", configuration, "-e", Path.Combine(folder, "errors")]) { RedirectStandardError = true })!;
            var started = Stopwatch.StartNew();
            while (!IsListening(port))
                if (process.HasExited || started.Elapsed > MaxStart)
                {
                    process.Kill(entireProcessTree: true);
                    var reason = process.StandardError.ReadToEnd();
                    process.Dispose();
                    throw new InvalidOperationException($"nginx has not started: {reason}");
                }
        }

        public string Address { get; }

        public void Dispose()
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            process.Dispose();
        }

        private static int FreePort()
        {
            using var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
            listener.Start();
            return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
        }

        private static bool IsListening(int port)
        {
            try
            {
                using var client = new TcpClient("127.0.0.1", port);
                return true;
            }
            catch (SocketException)
            {
                Thread.Sleep(10);
                return false;
            }
        }
    }
}
