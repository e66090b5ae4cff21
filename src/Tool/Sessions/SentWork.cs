using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Partime.Tool.Execution;
using Partime.Tool.Installation;
using Partime.Tool.Planning;
using Partime.Tool.Plugins;

namespace Partime.Tool.Sessions;

/// <summary>What nodes get of a session's work: its description at once, and the rest when they ask.</summary>
/// <param name="activation">The workload.</param>
/// <param name="plan">The inputs, and how their number grows with the workers.</param>
/// <param name="rules">What tasks and workers may do.</param>
/// <param name="keepsValues">Whether any output contains results.</param>
internal sealed class SentWork(WorkloadActivation activation, Plan plan, TaskRules rules, bool keepsValues)
{
    private readonly Lazy<WantedPlugin> wanted = new(() => WantedPlugin.Of(activation.Info));
    private readonly Lazy<SentPlugin> plugin = new(() => new SentPlugin(PluginPath.Of(activation.Info)));
    private readonly SentInputs inputs = SentInputs.Of(plan.Inputs);

    public byte[] Describe(PoolRequest request) =>
        new WorkDescription(wanted.Value, activation.Values, rules, plan.Inputs.Times * plan.Scale.CopiesWith(request.Workers), inputs.Table.Length, inputs.Digest)
        { AllReady = request.AllReady, KeepsValues = keepsValues, Table = inputs.Table.Length <= WorkDescription.MaxTable ? inputs.Table : null }.ToBytes();

    /// <exception cref="FormatException">This is no question.</exception>
    public byte[] Answer(ReadOnlySpan<byte> question)
    {
        var asked = NodeQuestion.Read(question);
        try
        {
            return asked.Content switch
            {
                NodeContent.Inputs => Of(inputs.Table),
                NodeContent.PluginFiles => Of(plugin.Value.List),
                _ => asked.Answer(plugin.Value.Bytes, plugin.Value.Read),
            };
        }
        catch (PartimeException exception)
        {
            return NodeQuestion.Refusal(exception.Message);
        }

        byte[] Of(byte[] all) => asked.Answer(all.Length, (offset, into) => all.AsSpan((int)offset, into.Length).CopyTo(into));
    }
}

/// <summary>The inputs of a session as nodes get them. All variants have the same ones.</summary>
internal sealed class SentInputs
{
    /// <summary>Each worker of a node has all of them in memory.</summary>
    public const long MaxBytes = 1 << 30;

    private static readonly ConditionalWeakTable<TaskInputs, SentInputs> Known = [];

    private readonly Lazy<byte[]> table;
    private readonly Lazy<byte[]> digest;

    private SentInputs(TaskInputs inputs)
    {
        if (InputTable.BytesOf(inputs) is > MaxBytes and var bytes)
            throw new PartimeException($"The inputs take {bytes >> 20:N0} MiB, and nodes get at most {MaxBytes >> 20:N0} MiB: put long inputs into files, and give the names of the files.");
        table = new(() => TableOf(inputs));
        digest = new(() => SHA512.HashData(Table));
    }

    public byte[] Table => table.Value;

    public byte[] Digest => digest.Value;

    public static SentInputs Of(TaskInputs inputs) => Known.GetValue(inputs, one => new SentInputs(one));

    private static unsafe byte[] TableOf(TaskInputs inputs)
    {
        var table = new byte[InputTable.BytesOf(inputs)];
        fixed (byte* start = table)
            InputTable.Write(inputs, start);
        return table;
    }
}

/// <summary>The files of a session's plugin, one behind the other.</summary>
internal sealed class SentPlugin
{
    private readonly PluginPath plugin;
    private readonly PluginManifest manifest;
    private readonly long[] ends;

    public SentPlugin(PluginPath plugin)
    {
        this.plugin = plugin;
        manifest = PluginManifest.Of(Path.GetDirectoryName(plugin.Actual)!, Path.GetDirectoryName(plugin.Shown)!);
        List = manifest.ToBytes();
        ends = new long[manifest.Files.Count];
        for (var i = 0; i < ends.Length; i++)
            ends[i] = (i == 0 ? 0 : ends[i - 1]) + manifest.Files[i].Length;
    }

    /// <summary>The list of the files.</summary>
    public byte[] List { get; }

    public long Bytes => manifest.Bytes;

    /// <exception cref="PartimeException">A file has been changed.</exception>
    public void Read(long offset, Span<byte> into)
    {
        // The first file that ends behind the offset. Empty ones end where the one before them does.
        var first = Array.BinarySearch(ends, offset + 1);
        for (first = first < 0 ? ~first : first; first > 0 && ends[first - 1] > offset;)
            first--;
        for (var file = first; !into.IsEmpty; file++)
        {
            var start = ends[file] - manifest.Files[file].Length;
            var part = into[..(int)Math.Min(into.Length, ends[file] - offset)];
            if (!part.IsEmpty)
                Read(manifest.Files[file], offset - start, part);
            offset += part.Length;
            into = into[part.Length..];
        }
    }

    private void Read(ManifestFile file, long offset, Span<byte> into)
    {
        var path = Path.Combine(Path.GetDirectoryName(plugin.Actual)!, file.Path);
        try
        {
            using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            for (var read = 1; !into.IsEmpty && read > 0; offset += read, into = into[read..])
                read = RandomAccess.Read(handle, into, offset);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PartimeException($"The plugin's file {file.Path} beside {plugin} cannot be read: {exception.Message}", exception);
        }
        if (!into.IsEmpty)
            throw new PartimeException($"The plugin's file {file.Path} beside {plugin} has been changed: run the command again, and leave the plugin's files alone while it runs.");
    }
}
