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

    [Option("stray", "A file with the seed of what one of the tasks does to all that its process shares; without a number, none does anything.")]
    public string StraySeed { get; set; } = "";

    [Option("secret", "What 'tell' and 'print' give away, and the end.", Secret = true)]
    public string Secret { get; set; } = "";

    public WorkResult Run(WorkItem item, CancellationToken cancellationToken)
    {
        if (StraySeed.Length > 0 && int.TryParse(File.ReadAllText(StraySeed), NumberStyles.None, CultureInfo.InvariantCulture, out var seed))
            StrayTask.Run(seed, item);
        if (Begun.Length > 0)
            Trouble.Announce(Path.Combine(Begun, $"{item.Text}.begun"));
        var (trouble, number) = item.Text.Split(':') is [var word, var digits] ? (word, int.Parse(digits, CultureInfo.InvariantCulture)) : (item.Text, 0);
        switch (trouble)
        {
            case "ok":
                break;
            case "value":
                return WorkResult.Of(number);
            case "throw":
                throw new InvalidOperationException("thrown as told", new FormatException("the cause of it"));
            case "tell":
                throw new InvalidOperationException($"'{Secret}' was refused", new FormatException($"{Uri.EscapeDataString(Secret)} is no password"));
            case "print":
                Console.Error.WriteLine($"The password is {Secret}.");
                Environment.Exit(3);
                break;
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
            case "say":
                Stray.Say((byte)number);
                break;
            case "claim":
                Stray.Claim("Unusable, says a task");
                break;
            case "cut-off":
                Stray.CutForEver();
                break;
            case "cut":
                Stray.Cut(0);
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
        return Secret.Length > 0 ? throw new InvalidOperationException($"{Secret} is still in use") : ValueTask.CompletedTask;
    }
}
