namespace Partime.Plugins.Command;

/// <summary>Runs a program for each input, and waits for it.</summary>
[Workload("command", "Runs the program after '--' once per input; the value is a digest of its output.")]
[Metric("exit_code", "", "The exit code of the program.", Aggregate = MetricAggregate.None)]
[Metric("cpu_user_s", "s", "The CPU time of the program and of the children it has waited for, in user code.", Aggregate = MetricAggregate.Sum)]
[Metric("cpu_system_s", "s", "Their CPU time in the system.", Aggregate = MetricAggregate.Sum)]
[Metric("peak_rss_bytes", "B", "The most memory that one of them had; empty where it is not above partime's own.", Aggregate = MetricAggregate.Max)]
[Metric("context_switches", "", "How often they gave up a CPU or lost it.", Aggregate = MetricAggregate.Sum)]
[Metric("read_bytes", "B", "What they read from disks, and not from caches.", Aggregate = MetricAggregate.Sum)]
[Metric("written_bytes", "B", "What they wrote to disks.", Aggregate = MetricAggregate.Sum)]
[Metric("output_bytes", "B", "The length of standard output; none if it is discarded.", Aggregate = MetricAggregate.Sum)]
public sealed class CommandWorkload : BlockingWorkload, IWorkload, IRunLifetime
{
    private ICommandRunner runner = null!;
    private CommandSettings settings = null!;

    [Option("command", "The program and its arguments. {} is the input, without any {} it is the last argument, and {name} is a value of --set or --vary name=…", Rest = true, Required = true)]
    public string[] Command { get; set; } = [];

    [Option("name", "The value of {name} in the command. Names are any that are no option.", Others = true)]
    public string[] Names { get; set; } = [];

    [Option("input", "Where the input goes: into the arguments, or to standard input.", Default = "argument")]
    public InputWay Input { get; set; }

    [Option("output", "What the value is: a digest of standard output, its text up to 64 KiB, or none.", Default = "digest")]
    public OutputWay Output { get; set; }

    [Option("keep", "A folder for the output of each task, as the file TASK.out; it may have a {name} in it. A file with other contents is an error, and is kept.")]
    public string Keep { get; set; } = "";

    [Option("deterministic", "Whether the same input always gives the same output; if not, executors are not compared by it.", Default = "true")]
    public bool IsDeterministic { get; set; } = true;

    [Option("shell", "Whether the words are a script for /bin/sh (on Windows for cmd). {} is then one word, and needs no quotes.", Default = "false")]
    public bool Shell { get; set; }

    [Option("ok-exit-codes", "The exit codes that are no failure.", Default = "0")]
    public int[] OkExitCodes { get; set; } = [0];

    [Option("timeout", "The longest that the program may run; then it and all that it has started are killed. Not for prepare and cleanup.", Min = "1ms", Max = "24d")]
    public TimeSpan? Timeout { get; set; }

    [Option("folder", "The folder in which the program runs. Default: the current one.")]
    public string Folder { get; set; } = "";

    [Option("environment", "A variable for the program, as NAME=VALUE; repeatable.", Secret = true)]
    public string[] EnvironmentVariables { get; set; } = [];

    [Option("prepare", "A script for the shell before each run, and before the trial start of a worker process. It is part of no time.")]
    public string Prepare { get; set; } = "";

    [Option("cleanup", "A script for the shell after each of them. It is part of no time.")]
    public string Cleanup { get; set; } = "";

    /// <summary>For tests: whether commands run as on Windows and macOS.</summary>
    internal bool IsPortable { get; set; }

    public override ValueTask StartAsync(CancellationToken cancellationToken)
    {
        settings = CommandSettings.Of(this);
        runner = OperatingSystem.IsLinux() && !settings.IsPortable ? new LinuxRunner(settings) : new PortableRunner(settings);
        return ValueTask.CompletedTask;
    }

    public override WorkResult Run(WorkItem item, CancellationToken cancellationToken)
    {
        using var output = new CommandOutput(settings, item.Index);
        return runner.Run(settings.Words, item.ToBytes(), output, cancellationToken).ToResult(output);
    }

    public override async ValueTask<WorkResult> RunAsync(WorkItem item, CancellationToken cancellationToken)
    {
        using var output = new CommandOutput(settings, item.Index);
        return (await runner.RunAsync(settings.Words, item.ToBytes(), output, cancellationToken).ConfigureAwait(false)).ToResult(output);
    }

    public ValueTask StartRunAsync(CancellationToken cancellationToken) => RunScriptAsync("prepare", settings.Prepare, cancellationToken);

    public ValueTask EndRunAsync() => RunScriptAsync("cleanup", settings.Cleanup, CancellationToken.None);

    public override ValueTask DisposeAsync()
    {
        runner?.Dispose();
        return base.DisposeAsync();
    }

    private async ValueTask RunScriptAsync(string option, CommandWords? script, CancellationToken cancellationToken)
    {
        if (script is null)
            return;
        using var output = new CommandOutput(settings with { Output = OutputWay.Discard, Keep = "", Timeout = null, OkExitCodes = [0] }, 0);
        var end = await runner.RunAsync(script, [], output, cancellationToken).ConfigureAwait(false);
        if (end.WasCancelled)
            cancellationToken.ThrowIfCancellationRequested();
        if (end.Failure(output) is { } failure)
            throw new WorkFailedException($"The option '{option}' fails: {failure}");
    }
}

/// <summary>Where the input goes.</summary>
public enum InputWay
{
    Argument,
    Stdin,
}

/// <summary>What becomes of standard output.</summary>
public enum OutputWay
{
    Digest,
    Value,
    Discard,
}

/// <summary>Runs commands on one kind of system.</summary>
internal interface ICommandRunner : IDisposable
{
    CommandEnd Run(CommandWords words, byte[] input, CommandOutput output, CancellationToken cancellationToken);

    Task<CommandEnd> RunAsync(CommandWords words, byte[] input, CommandOutput output, CancellationToken cancellationToken);
}
