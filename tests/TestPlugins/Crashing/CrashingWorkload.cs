using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Partime.TestPlugins;

/// <summary>Each input is the trouble that its task causes: a word, or a word and a number behind a colon.</summary>
[Workload("crashing", "Does to its process what the input says.", SampleInputs = "ok", Deterministic = false)]
public sealed class CrashingWorkload : IBlockingWorkload, IWorkerLifetime, IAsyncDisposable
{
    private readonly ConcurrentDictionary<int, bool> workers = [];

    [Option("begun", "A folder for a file per input, with the process in it that begins on it.")]
    public string Begun { get; set; } = "";

    [Option("overwrite", "Whether to overwrite shared memory at the end.")]
    public bool Overwrite { get; set; }

    public WorkResult Run(WorkItem item, CancellationToken cancellationToken)
    {
        if (Begun.Length > 0)
            Trouble.Announce(Path.Combine(Begun, $"{item.Text}.begun"));
        var (trouble, number) = item.Text.Split(':') is [var word, var digits] ? (word, int.Parse(digits, CultureInfo.InvariantCulture)) : (item.Text, 0);
        switch (trouble)
        {
            case "ok":
                break;
            case "throw":
                throw new InvalidOperationException("thrown as told", new FormatException("the cause of it"));
            case "signal":
                Trouble.Raise(number);
                break;
            case "null-write":
                Marshal.WriteByte(0, 0);
                break;
            case "segv":
                // In managed code it would be an exception, or the runtime's own end.
                Trouble.memset(4096, 0, 1);
                break;
            case "exit":
                Environment.Exit(number);
                break;
            case "farewell":
                Console.WriteLine("Adieu – 3 ± 1 µs, Grüße");
                Environment.Exit(number);
                break;
            case "native-exit":
                Trouble._exit(number);
                break;
            case "failfast":
                Environment.FailFast("failed fast as told");
                break;
            case "overflow":
                return WorkResult.Of(Trouble.Deeper(1));
            case "spin":
                Trouble.Spin();
                break;
            case "block":
                Thread.Sleep(Timeout.Infinite);
                break;
            case "patient":
                cancellationToken.WaitHandle.WaitOne();
                cancellationToken.ThrowIfCancellationRequested();
                break;
            case "console":
                Trouble.RaiseConsoleEvent(number);
                goto case "patient";
            case "late":
                // Returns a result after all, once it is cancelled.
                cancellationToken.WaitHandle.WaitOne();
                break;
            case "sleep":
                Thread.Sleep(number);
                break;
            case "garbage":
                Trouble.PrintManaged(number);
                break;
            case "native-garbage":
                Trouble.PrintNative(number);
                break;
            case "close":
                Trouble.CloseDescriptors();
                break;
            case "threads":
                Trouble.LeaveThreads(number);
                break;
            case "child":
                using (var child = Process.Start(new ProcessStartInfo("sleep", "600") { UseShellExecute = false })!)
                    return WorkResult.Of(child.Id);
            case "big":
                return WorkResult.Of(new string('x', number * 1_000_000));
            case "half":
                return Trouble.DieWhileRecording();
            case "kill-siblings":
                return WorkResult.Of(Trouble.KillSiblings());
            case "kill-parent":
                _ = Trouble.kill(Trouble.getppid(), 9);
                Trouble.Spin();
                break;
            case "scribble":
                Stray.Scribble(number);
                break;
            case "say":
                Stray.Say((byte)number);
                break;
            case "cut":
                Stray.Cut();
                break;
            case "worker":
                return workers.ContainsKey(item.Worker) ? WorkResult.Of(item.Worker) : throw new InvalidOperationException($"Worker {item.Worker} has not been started.");
            case "descriptors":
                return WorkResult.Of(string.Join(' ', Directory.GetFiles("/proc/self/fd").Select(path => int.Parse(Path.GetFileName(path), CultureInfo.InvariantCulture)).Order()));
            default:
                throw new ArgumentException($"'{item.Text}' is no trouble known here.");
        }
        return WorkResult.Of(Environment.ProcessId);
    }

    public ValueTask StartWorkerAsync(int worker, CancellationToken cancellationToken)
    {
        workers[worker] = true;
        return ValueTask.CompletedTask;
    }

    public ValueTask EndWorkerAsync(int worker) => ValueTask.CompletedTask;

    public ValueTask DisposeAsync()
    {
        if (Overwrite)
            Stray.Overwrite();
        return ValueTask.CompletedTask;
    }
}
