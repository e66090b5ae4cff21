using System.Text;
using Partime.Tool.Execution;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;
using Partime.Tool.Plugins;
using Partime.Tool.Sessions;

namespace Partime.Tool.Tests.Sessions;

/// <summary>The work of a session on another machine, whose questions and answers tests can see and change.</summary>
internal sealed class SentPluginWork
{
    public SentPluginWork(string folder, string workload, string inputs, IReadOnlyList<Setting>? settings = null, bool isElsewhere = true)
        : this(folder, workload, new TaskInputs(InputSpec.Parse([inputs], () => Stream.Null), times: 1), settings ?? [], isElsewhere)
    {
    }

    /// <param name="folder">The plugin.</param>
    /// <param name="workload">Its workload.</param>
    /// <param name="inputs">The tasks.</param>
    /// <param name="settings">The options of the workload.</param>
    /// <param name="isElsewhere">Whether the path of the plugin is one of another machine.</param>
    public SentPluginWork(string folder, string workload, TaskInputs inputs, IReadOnlyList<Setting> settings, bool isElsewhere)
    {
        (Folder, Inputs) = (folder, inputs);
        var found = PluginCatalog.Open([folder], null).FindWorkload(workload);
        var elsewhere = isElsewhere ? $"/elsewhere/{Path.GetFileName(found.AssemblyPath)}" : found.AssemblyPath;
        var info = found with { AssemblyPath = elsewhere, LoadPath = found.LoadPath };
        string[] metrics = [.. info.Metrics.Select(metric => metric.Name)];
        Source = new NodeWork(PluginCatalog.ActivationOf(info, settings), new BoardLayout(inputs.Count, metrics, KeepValues: true), Plan.Create(inputs, [new PlannedExecutor("cluster", 0)], [new WorkerSpec(1)], [], warmup: 0, new RoundsSpec(1)), new TaskRules(), new SessionNodes(Machine.Read()));
        Metrics = metrics;
        Bytes = Source.Describe(new PoolRequest { Workers = 1 });
        Description = WorkDescription.Read(Bytes);
        // The session loads the files, and the node must not find them by their path.
        Description = Description with { Plugin = Description.Plugin with { LoadPath = elsewhere } };
    }

    public string Folder { get; }

    public TaskInputs Inputs { get; }

    public NodeWork Source { get; }

    /// <summary>What the session sends.</summary>
    public byte[] Bytes { get; }

    /// <summary>What the node gets.</summary>
    public WorkDescription Description { get; set; }

    public string Digest => Description.Plugin.CodeDigest;

    public List<NodeQuestion> Questions { get; } = [];

    /// <summary>Gives another answer, unless it is null.</summary>
    public Func<NodeQuestion, byte[]?> Between { get; set; } = _ => null;

    public Func<NodeQuestion, Task> Wait { get; set; } = _ => Task.CompletedTask;

    private string[] Metrics { get; }

    public Task<INodePool> OpenAsync(NodeHost node) => node.OpenAsync(Description.ToBytes(), AskAsync, CancellationToken.None).AsTask();

    /// <returns>The results.</returns>
    public async Task<string[]> RunAsync(NodeHost node) => await RunAsync(await OpenAsync(node));

    /// <param name="pool">The pool, which it disposes of.</param>
    /// <param name="first">The first task.</param>
    /// <returns>The results.</returns>
    public async Task<string[]> RunAsync(INodePool pool, long first = 0)
    {
        await using (pool)
        await using (var worker = await pool.StartWorkerAsync(0, CancellationToken.None))
            return [.. worker.Run(new TaskRange(first, Inputs.Count), 1, default)
                .SelectMany(block => TextsOf(new ResultBlockReader(block, new TaskRange(BitConverter.ToInt64(block), Inputs.Count), new ResultSource(Metrics.Length, KeepsValues: true, new TaskRules(), 0))))];
    }

    private async ValueTask<byte[]> AskAsync(ReadOnlyMemory<byte> question, CancellationToken cancellationToken)
    {
        var asked = NodeQuestion.Read(question.Span);
        lock (Questions)
            Questions.Add(asked);
        await Wait(asked);
        return Between(asked) ?? Source.Answer(question.Span);
    }

    private static List<string> TextsOf(ResultBlockReader block)
    {
        var texts = new List<string>();
        while (block.MoveNext())
            texts.Add(block.Verdict == Verdict.Ok ? Encoding.UTF8.GetString(block.Text) : Faults.Decode(block.Text).Message);
        return texts;
    }
}
