using System.Buffers.Binary;
using System.Security.Cryptography;
using Partime.Tool.Execution;
using Partime.Tool.Planning;
using Partime.Tool.Plugins;

namespace Partime.Tool.Sessions;

/// <summary>The work of a pool on this node: the plugin is here, and so are the inputs.</summary>
/// <param name="Activation">The workload, with the paths of this machine.</param>
/// <param name="MetricNames">The metrics that its tasks may report.</param>
/// <param name="Rules">What tasks and workers may do.</param>
/// <param name="Inputs">The inputs.</param>
/// <param name="AllReady">Whether the start of the pool is not measured.</param>
/// <param name="KeepsValues">Whether results travel, or only their digests.</param>
/// <param name="Plugin">Where the plugin is.</param>
internal sealed record OpenWork(WorkloadActivation Activation, IReadOnlyList<string> MetricNames, TaskRules Rules, NodeInputs Inputs, bool AllReady, bool KeepsValues, PluginOnNode Plugin) : IDisposable
{
    public void Dispose() => Plugin.Held?.Dispose();
}

/// <summary>The inputs of a session as a table. Pools with other numbers of workers may have other numbers of tasks of each.</summary>
internal sealed record NodeInputs(byte[] Table, long Times)
{
    public void CopyTo(Span<byte> table)
    {
        Table.CopyTo(table);
        BinaryPrimitives.WriteInt64LittleEndian(table, Times);
    }
}

/// <summary>Opens works on a node, one after the other: where several need the same, it is fetched once.</summary>
internal sealed class WorkOpener(NodePlugins plugins)
{
    /// <summary>So that a node that waits has no memory in use.</summary>
    private static readonly TimeSpan KeepTime = TimeSpan.FromMinutes(1);

    private readonly WeakReference<byte[]?> table = new(null);
    private byte[] digest = [];
    private byte[]? kept;
    private Task before = Task.CompletedTask;

    /// <exception cref="PartimeException">The work cannot be done here. The message says why, and what to change.</exception>
    public async Task<OpenWork> OpenAsync(ReadOnlyMemory<byte> bytes, SessionReader session, CancellationToken cancellationToken)
    {
        var description = WorkDescription.Read(bytes);
        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await Interlocked.Exchange(ref before, turn.Task).ConfigureAwait(false);
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            var plugin = await plugins.FindAsync(description.Plugin, session, cancellationToken).ConfigureAwait(false);
            try
            {
                var info = InfoOf(plugin.Path, description);
                PluginOptions.HideSecrets(info, description.Values);
                return new OpenWork(new WorkloadActivation(info, description.Values, PluginDependencies.Of(plugin.Path)), [.. info.Metrics.Select(metric => metric.Name)],
                    description.Rules, await InputsOfAsync(description, session, cancellationToken).ConfigureAwait(false), description.AllReady, description.KeepsValues, plugin);
            }
            catch
            {
                plugin.Held?.Dispose();
                throw;
            }
        }
        finally
        {
            turn.SetResult();
        }
    }

    /// <summary>As the plugin here describes it, which has the same code.</summary>
    private static WorkloadInfo InfoOf(PluginPath plugin, WorkDescription work)
    {
        var info = PluginFile.Read(plugin)?.Workloads.FirstOrDefault(workload => workload.Name == work.Plugin.WorkloadInPlugin);
        return info is not null && info.Options.Count == work.Values.Length ? info with { Name = work.Plugin.Workload }
            : throw new PartimeException($"The plugin {plugin} on the node {Environment.MachineName} has no workload '{work.Plugin.Workload}' with {work.Values.Length} options: install the same plugin on both.");
    }

    private async Task<NodeInputs> InputsOfAsync(WorkDescription work, SessionReader session, CancellationToken cancellationToken)
    {
        if (!table.TryGetTarget(out var inputs) || !digest.AsSpan().SequenceEqual(work.TableDigest))
        {
            inputs = work.Table ?? await session.ReadAllAsync(NodeContent.Inputs, total => total == work.TableBytes, cancellationToken).ConfigureAwait(false);
            // Worker processes read the table without looking where it ends.
            if (!SHA512.HashData(inputs).AsSpan().SequenceEqual(work.TableDigest) || !InputTable.IsValid(inputs))
                throw new PartimeException("The session has sent other inputs than it has named, or they are damaged: run the command again.");
            digest = work.TableDigest;
            table.SetTarget(inputs);
            kept = inputs;
            _ = ForgetAsync(inputs);
        }
        return HasTasks(inputs, work.Times) ? new NodeInputs(inputs, work.Times) : throw new PartimeException("The session has no inputs: give it some.");
    }

    private async Task ForgetAsync(byte[] inputs)
    {
        await Task.Delay(KeepTime).ConfigureAwait(false);
        Interlocked.CompareExchange(ref kept, null, inputs);
    }

    /// <summary>Also refuses more tasks than a run can have.</summary>
    private static unsafe bool HasTasks(byte[] inputs, long times)
    {
        fixed (byte* start = inputs)
            return new TaskInputs(InputTable.Read(start).Segments, times).Count > 0;
    }
}
