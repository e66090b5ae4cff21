using Partime.Tool.Execution;
using Partime.Tool.Plugins;

namespace Partime.Tool.Sessions;

/// <summary>What a node must know of a session to run any of its tasks. As bytes, it is for partime of the same version only.</summary>
/// <param name="Plugin">The plugin of the workload.</param>
/// <param name="Values">For each option of the workload, in order, the texts to set it to.</param>
/// <param name="Rules">What tasks and workers may do.</param>
/// <param name="Times">How many consecutive tasks get each input.</param>
/// <param name="TableBytes">How long the table of the inputs is.</param>
/// <param name="TableDigest">Its SHA-512.</param>
internal sealed record WorkDescription(WantedPlugin Plugin, OptionTexts[] Values, TaskRules Rules, long Times, long TableBytes, byte[] TableDigest)
{
    /// <summary>A longer table goes in pieces.</summary>
    public const int MaxTable = 64 * 1024;

    /// <summary>What one message may carry.</summary>
    private const int MaxBytes = 4 << 20;

    /// <summary>Goes first. It changes whenever what follows does.</summary>
    private const int Format = 0x50540004;

    private const int DigestBytes = 64;

    /// <summary>Whether the start of the pool is not measured.</summary>
    public bool AllReady { get; init; }

    /// <summary>Whether results travel, or only their digests.</summary>
    public bool KeepsValues { get; init; }

    /// <summary>The inputs, unless the node must ask for them.</summary>
    public byte[]? Table { get; init; }

    public byte[] ToBytes()
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write(Format);
        writer.Write(ToolVersion.Text);
        Plugin.Write(writer);
        writer.Write(Values.Length);
        foreach (var value in Values)
        {
            writer.Write(value.IsSet);
            writer.Write(value.Texts.Count);
            foreach (var text in value.Texts)
                writer.Write(text);
        }
        writer.Write(Rules.Timeout?.Ticks ?? 0);
        writer.Write(Rules.Retries);
        writer.Write(Rules.FailFast);
        writer.Write(Rules.MaxTasksPerWorker);
        writer.Write(Rules.WarmTasks);
        writer.Write(AllReady);
        writer.Write(KeepsValues);
        writer.Write(Times);
        writer.Write(TableBytes);
        writer.Write(TableDigest);
        writer.Write(Table?.Length ?? 0);
        writer.Write(Table ?? []);
        writer.Flush();
        return bytes.Length <= MaxBytes ? bytes.ToArray()
            : throw new PartimeException($"The settings of the workload '{Plugin.Workload}' take {bytes.Length >> 20:N0} MiB, and nodes get at most {MaxBytes >> 20} MiB: put long values into files, and set the names of the files.");
    }

    /// <exception cref="PartimeException">The node cannot do this work. The message says why, and what to change.</exception>
    public static WorkDescription Read(ReadOnlyMemory<byte> description)
    {
        try
        {
            using var bytes = new MemoryStream(description.ToArray(), writable: false);
            using var reader = new BinaryReader(bytes);
            var (format, version) = (reader.ReadInt32(), reader.ReadString());
            if (format != Format || version != ToolVersion.Text)
                throw new PartimeException($"The session is one of partime {PlainText.Of(version)}, and the node is partime {ToolVersion.Text}: install the same version on both.");
            var work = new WorkDescription(WantedPlugin.Read(reader), ReadValues(reader), ReadRules(reader), 0, 0, [])
            {
                AllReady = reader.ReadBoolean(),
                KeepsValues = reader.ReadBoolean(),
            };
            work = work with { Times = reader.ReadInt64(), TableBytes = reader.ReadInt64(), TableDigest = ReadBlock(reader, DigestBytes) };
            if (work.Times < 1 || work.TableBytes is < 0 or > SentInputs.MaxBytes)
                throw new FormatException("its inputs cannot be.");
            var table = ReadBlock(reader, reader.ReadInt32());
            return bytes.Position == bytes.Length ? work with { Table = table.Length > 0 ? table : null } : throw new FormatException("there is something behind it.");
        }
        catch (Exception exception) when (exception is IOException or FormatException or OverflowException or ArgumentException)
        {
            throw new PartimeException($"The node does not understand the description of the work, which may be of another version of partime: {exception.Message}", exception);
        }
    }

    private static OptionTexts[] ReadValues(BinaryReader reader)
    {
        var values = new OptionTexts[ReadCount(reader)];
        for (var i = 0; i < values.Length; i++)
        {
            var isSet = reader.ReadBoolean();
            var texts = new string[ReadCount(reader)];
            for (var text = 0; text < texts.Length; text++)
                texts[text] = reader.ReadString();
            values[i] = new OptionTexts(texts, isSet);
        }
        return values;
    }

    private static TaskRules ReadRules(BinaryReader reader)
    {
        var (timeout, retries, failFast) = (reader.ReadInt64(), reader.ReadInt32(), reader.ReadBoolean());
        var (maxTasks, warmTasks) = (reader.ReadInt32(), reader.ReadInt32());
        return timeout >= 0 && retries >= 0 && maxTasks >= 0 && warmTasks >= 0
            ? new TaskRules { Timeout = timeout > 0 ? new TimeSpan(timeout) : null, Retries = retries, FailFast = failFast, MaxTasksPerWorker = maxTasks, WarmTasks = warmTasks }
            : throw new FormatException("its rules cannot be.");
    }

    /// <summary>Each of the things counted takes a byte at least.</summary>
    private static int ReadCount(BinaryReader reader) =>
        reader.ReadInt32() is var count && count >= 0 && count <= reader.BaseStream.Length - reader.BaseStream.Position ? count : throw new EndOfStreamException("it is cut off.");

    private static byte[] ReadBlock(BinaryReader reader, int length) =>
        length >= 0 && reader.ReadBytes((int)Math.Min(length, reader.BaseStream.Length)) is var block && block.Length == length ? block : throw new EndOfStreamException("it is cut off.");
}

/// <summary>The plugin that a session needs on its nodes.</summary>
/// <param name="Workload">The name of the workload, as the session shows it.</param>
/// <param name="IsBundled">Whether it comes with partime.</param>
/// <param name="Path">Where the user of the session has its assembly. Both paths are absolute.</param>
/// <param name="LoadPath">Where the session loads it from.</param>
/// <param name="CodeDigest">A digest of the code in its folder.</param>
internal sealed record WantedPlugin(string Workload, bool IsBundled, string Path, string LoadPath, string CodeDigest)
{
    public string FileName => System.IO.Path.GetFileName(Path);

    /// <summary>Without what the user has put in front of it.</summary>
    public string WorkloadInPlugin => Workload[(Workload.IndexOf(':') + 1)..];

    public static WantedPlugin Of(WorkloadInfo info) => new(info.Name, PluginCatalog.IsBundledPlugin(info), info.AssemblyPath, info.LoadPath, CodeDigestOf(info.LoadPath));

    public static string CodeDigestOf(string plugin) => FileHashes.DigestOfCode(System.IO.Path.GetDirectoryName(plugin)!);

    public void Write(BinaryWriter writer)
    {
        writer.Write(Workload);
        writer.Write(IsBundled);
        writer.Write(Path);
        writer.Write(LoadPath);
        writer.Write(CodeDigest);
    }

    /// <exception cref="FormatException">Such a plugin cannot be.</exception>
    public static WantedPlugin Read(BinaryReader reader)
    {
        var plugin = new WantedPlugin(reader.ReadString(), reader.ReadBoolean(), reader.ReadString(), reader.ReadString(), reader.ReadString());
        return System.IO.Path.IsPathFullyQualified(plugin.Path) && System.IO.Path.IsPathFullyQualified(plugin.LoadPath)
            && plugin.FileName is not ("" or "." or "..")
            ? plugin
            : throw new FormatException("its plugin cannot be.");
    }
}
