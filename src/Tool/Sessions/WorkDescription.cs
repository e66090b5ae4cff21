using Partime.Tool.Execution;
using Partime.Tool.Planning;
using Partime.Tool.Plugins;

namespace Partime.Tool.Sessions;

/// <summary>What a node must know of a session to run any of its tasks. As bytes, it is for partime of the same version only.</summary>
/// <param name="Activation">The workload. Its paths are those of the session's machine.</param>
/// <param name="CodeDigest">A digest of the code in the workload's folder.</param>
/// <param name="MetricNames">The metrics that tasks may report.</param>
/// <param name="Rules">What tasks and workers may do.</param>
/// <param name="Inputs">The inputs, as <see cref="InputTable"/> writes them.</param>
internal sealed record WorkDescription(WorkloadActivation Activation, string CodeDigest, IReadOnlyList<string> MetricNames, TaskRules Rules, byte[] Inputs)
{
    /// <summary>Whether the start of the pool is not measured.</summary>
    public bool AllReady { get; init; }

    /// <summary>Goes first. It changes whenever what follows does.</summary>
    private const int Format = 0x50540002;

    public static unsafe byte[] InputsOf(TaskInputs inputs)
    {
        var table = new byte[InputTable.BytesOf(inputs)];
        fixed (byte* start = table)
            InputTable.Write(inputs, start);
        return table;
    }

    public byte[] ToBytes()
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write(Format);
        writer.Write(ToolVersion.Text);
        writer.Write(PluginCatalog.IsBundledPlugin(Activation.Info) ? Path.GetRelativePath(PluginCatalog.BundledFolder, Activation.Info.LoadPath) : "");
        writer.Write(CodeDigest);
        writer.Write(MetricNames.Count);
        foreach (var name in MetricNames)
            writer.Write(name);
        writer.Write(Rules.Timeout?.Ticks ?? 0);
        writer.Write(Rules.Retries);
        writer.Write(Rules.FailFast);
        writer.Write(Rules.MaxTasksPerWorker);
        writer.Write(Rules.WarmTasks);
        writer.Write(AllReady);
        WriteBlock(writer, Activation.ToBytes());
        WriteBlock(writer, Inputs);
        writer.Flush();
        return bytes.ToArray();
    }

    /// <summary>Reads it on a node, and finds the workload's code there.</summary>
    /// <exception cref="PartimeException">The node cannot do this work. The message says why, and what to change.</exception>
    public static WorkDescription Read(ReadOnlyMemory<byte> description)
    {
        try
        {
            using var bytes = new MemoryStream(description.ToArray(), writable: false);
            using var reader = new BinaryReader(bytes);
            var (format, version) = (reader.ReadInt32(), reader.ReadString());
            if (format != Format || version != ToolVersion.Text)
                throw new PartimeException($"The session is one of partime {version}, and the node is partime {ToolVersion.Text}: install the same version on both.");
            var (bundled, digest) = (reader.ReadString(), reader.ReadString());
            var metricNames = new string[reader.ReadInt32()];
            for (var i = 0; i < metricNames.Length; i++)
                metricNames[i] = reader.ReadString();
            var timeout = reader.ReadInt64();
            var rules = new TaskRules { Timeout = timeout > 0 ? new TimeSpan(timeout) : null, Retries = reader.ReadInt32(), FailFast = reader.ReadBoolean(), MaxTasksPerWorker = reader.ReadInt32(), WarmTasks = reader.ReadInt32() };
            var allReady = reader.ReadBoolean();
            return new WorkDescription(Located(ReadActivation(ReadBlock(reader)), bundled, digest), digest, metricNames, rules, ReadBlock(reader)) { AllReady = allReady };
        }
        catch (Exception exception) when (exception is IOException or FormatException or OverflowException)
        {
            throw new PartimeException($"The node does not understand the description of the work, which may be of another version of partime: {exception.Message}", exception);
        }
    }

    /// <summary>Where the workload is here: what is bundled with partime lies beside it, and everything else has the same path. Its code must be the same.</summary>
    private static WorkloadActivation Located(WorkloadActivation activation, string bundled, string digest)
    {
        var info = activation.Info;
        var path = bundled.Length > 0 ? Path.Combine(PluginCatalog.BundledFolder, bundled) : info.LoadPath;
        if (!File.Exists(path))
            throw new PartimeException($"The node {Environment.MachineName} does not have the plugin of the workload '{info.Name}', {info.AssemblyPath}: copy its folder there, to the same path.");
        if (CodeDigestOf(path) is var own && own != digest)
            throw new PartimeException($"The plugin of the workload '{info.Name}' on the node {Environment.MachineName}, {path}, is not the one of this session: its code is sha512:{own}, and here it is sha512:{digest}. Copy the folder from here to there.");
        return activation with { Info = info with { AssemblyPath = bundled.Length > 0 ? path : info.AssemblyPath, LoadPath = path }, Dependencies = bundled.Length > 0 ? PluginDependencies.Of(path) : activation.Dependencies };
    }

    public static string CodeDigestOf(string plugin) => FileHashes.DigestOfCode(Path.GetDirectoryName(plugin)!);

    private static unsafe WorkloadActivation ReadActivation(byte[] bytes)
    {
        fixed (byte* start = bytes)
        {
            var at = start;
            return WorkloadActivation.Read(ref at);
        }
    }

    private static void WriteBlock(BinaryWriter writer, byte[] block)
    {
        writer.Write(block.Length);
        writer.Write(block);
    }

    private static byte[] ReadBlock(BinaryReader reader)
    {
        var length = reader.ReadInt32();
        return reader.ReadBytes(length) is var block && block.Length == length ? block : throw new EndOfStreamException("it is cut off.");
    }
}
