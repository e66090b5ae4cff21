using System.Text;
using Partime.Tool.Execution;
using Partime.Tool.Planning;
using Partime.Tool.Plugins;
using Partime.Tool.Processes;

namespace Partime.Tool.Sessions;

/// <summary>What an executor with nodes gets from a session: one variant of the workload.</summary>
/// <param name="executor">The executor, which its nodes construct, too.</param>
/// <param name="activation">The workload.</param>
/// <param name="metricNames">The metrics that its tasks may report.</param>
/// <param name="plan">The inputs, and how their number grows with the workers.</param>
/// <param name="rules">What tasks and workers may do.</param>
internal sealed class WorkSource(LoadedExecutor executor, WorkloadActivation activation, IReadOnlyList<string> metricNames, Plan plan, TaskRules rules) : IWorkSource
{
    private int started;

    public byte[] Describe(PoolRequest request)
    {
        var inputs = new TaskInputs(plan.Inputs.Segments, plan.Inputs.Times * plan.Scale.CopiesWith(request.Workers));
        return new WorkDescription(activation, WorkDescription.CodeDigestOf(activation.Info.LoadPath), metricNames, rules, WorkDescription.InputsOf(inputs)).ToBytes();
    }

    public int Record(ITaskBoard board, TaskRange range, int worker, ReadOnlySpan<byte> results, long clockOffset)
    {
        var records = ResultBlocks.Read(results, range, worker, metricNames, clockOffset);
        foreach (var record in records)
            board.Record(in record);
        return records.Count;
    }

    public INodeProcess StartNode(string told)
    {
        using var input = new MemoryStream();
        using var writer = new BinaryWriter(input);
        var bytes = executor.ToActivation().ToBytes();
        writer.Write(bytes.Length);
        writer.Write(bytes);
        writer.Write(Encoding.UTF8.GetBytes(told));
        writer.Flush();
        return NodeProcess.Start(Interlocked.Increment(ref started), input.ToArray());
    }

    public void Notify(string sentence) => LiveWorkers.Notify(sentence);
}
